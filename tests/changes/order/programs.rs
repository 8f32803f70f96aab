//# order-changed Boat
fn _program() -> Boat { Boat::new().mast("one").hull(Hull::Wood) }

//# order-changed Hull
fn _program(value: Hull) -> bool { match value { Hull::Wood | Hull::Steel => true, _ => false } }

//# branch-order-changed Crew
fn _program(value: Pilot) -> Crew { Crew::Pilot(value) }

//# order-changed group boats
fn _program(client: Client) { drop(client.boats().get("a")); drop(client.boats().list()); }
