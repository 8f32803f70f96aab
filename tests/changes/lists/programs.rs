//# value-added Open=c
fn _program(value: Open) -> bool { match value { Open::A => true, Open::B => false, _ => false } }

//# closed-value-added Shut=c
fn _program(value: Shut) -> bool { match value { Shut::A => true, Shut::B => false } }

//# value-removed Less=b
fn _program() -> Less { Less::B }

//# values-opened Opened
fn _program(value: Opened) -> bool { match value { Opened::A => true, Opened::B => false } }

//# values-closed Closed
fn _program() -> Closed { Closed::from("a") }

//# rust-renamed Renamed=a
fn _program() -> Renamed { Renamed::First }

//# type-changed Level
fn _program(value: Level) -> i64 { value.value() }

//# deprecated Deprecated
fn _program() -> Deprecated { Deprecated::A }
