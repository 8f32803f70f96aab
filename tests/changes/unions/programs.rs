//# tagged-branch-added Pet|Bird
fn _program(value: Pet) -> bool { match value { Pet::Cat(_) => true, Pet::Dog(_) => false, _ => false } }

//# branch-added Either|List of string
fn _program(value: Either) -> bool { match value { Either::Text(_) => true, _ => false } }

//# branch-removed Fewer|Dog
fn _program(value: Dog) -> Fewer { Fewer::Dog(value) }

//# tag-changed Marked
fn _program(value: Cat) -> Marked { Marked::Cat(value) }

//# tag-value-added Tags|Cat
fn _program(value: Cat) -> Tags { Tags::Cat(value) }

//# tag-value-removed Untags|Cat
fn _program(value: Cat) -> Untags { Untags::Cat(value) }
