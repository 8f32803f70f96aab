//# property-added-optional Grown.b
fn _program(value: Grown) -> Option<String> { value.a }
fn _make() -> Grown { let mut value = Grown::new(); value.a = None; value }

//# property-added-required Burdened.b
fn _program() -> Burdened { Burdened::new("a") }

//# property-added-required Many.e
fn _program() -> Many { Many::new("a", "b", "c", "d") }

//# property-removed-optional Shrunk.b
fn _program(value: Shrunk) -> Option<String> { value.b }

//# property-removed-required Robbed.b
fn _program(value: Robbed) -> String { value.b }

//# nullable-property-removed Hollow.a
fn _program(value: Hollow) -> Option<String> { value.a }

//# property-made-required Firm.a
fn _program(value: Firm) -> Option<String> { value.a }

//# property-made-optional Loose.a
fn _program(value: Loose) -> String { value.a }

//# nullable-property-made-optional Lax.a
fn _program() -> Lax { Lax::new(None) }

//# property-made-nullable Empty.a
fn _program(value: Empty) -> String { value.a }

//# optional-property-made-nullable Void.a
fn _program(value: Void) -> Option<String> { value.a }

//# deprecated Old.a
fn _program(value: Old) -> Option<String> { value.a }

//# undeprecated Old.b
fn _program(value: Old) -> Option<String> { value.b }

//# others-described Bag{}
fn _program(value: Bag) -> Option<String> { value.a }

//# others-undescribed Sack{}
fn _program(value: Sack) -> Option<i64> { value.extra.get("b").copied() }

//# schema-added Came
fn _program() -> Grown { Grown::new() }

//# schema-removed Gone
fn _program(value: Gone) -> Option<String> { value.z }

//# schema-renamed Called
fn _program(value: Named) -> Option<String> { value.first }

//# kind-changed Shape
fn _program(value: Shape) -> Option<String> { value.a }

//# documentation Told
fn _program(value: Told) -> Option<String> { value.a }

//# rust-changed Order new
fn _program() -> Order { Order::new("a", 1) }

//# among-added Mixed|variant
fn _program() -> Mixed { Mixed::new() }

//# among-removed Unmixed|variant
fn _program(value: Unmixed) { let _ = value.variant; }

//# property-made-not-nullable Solid.a
fn _program(value: Solid) -> Option<String> { value.a }

//# optional-property-made-not-nullable Stone.a
fn _program(value: Stone) -> Option<String> { value.a }

//# property-made-read-only Ways.a
fn _program() -> Ways { Ways::new().a("a") }

//# property-made-writable Ways.b
fn _program() -> Ways { Ways::new().b("b") }

//# property-made-write-only Ways.c
fn _program() -> Ways { Ways::new().c("c") }

//# property-made-readable Ways.d
fn _program() -> Ways { Ways::new().d("d") }

//# default-changed Filled.a
fn _program() -> Filled { Filled::new().a("a") }

//# limit-tightened Limits.a
fn _program() -> Limits { Limits::new().a("a") }

//# limit-loosened Limits.b
fn _program() -> Limits { Limits::new().b("b") }

//# limit-changed Limits.c
fn _program() -> Limits { Limits::new().c("c") }

//# type-now-sent Joining
fn _program(value: Joining) -> Option<String> { value.a }

//# type-sent-no-more Leaving
fn _program() -> Leaving { Leaving::new().a("a") }
