//# type-widened Widened.v
fn _program(value: Widened) -> i32 { value.v }

//# type-narrowed Narrowed.v
fn _program(value: Narrowed) -> i64 { value.v }

//# type-changed Changed.v
fn _program(value: Changed) -> String { value.v }

//# type-loosened Loosened.v
fn _program(value: Loosened) -> Word { value.v }

//# type-changed Item.v
fn _program(value: Item) -> Vec<String> { value.v }

//# type-widened Nulls.v
fn _program(value: Nulls) -> Vec<String> { value.v }

//# type-changed Pair.v
fn _program(value: Pair) -> (String, i64) { value.v }

//# type-replaced Replaced.v
fn _program(value: Replaced) -> One { value.v }

//# type-tightened Held.v
fn _program() -> Held { Held::new(Slack::new("a")) }
