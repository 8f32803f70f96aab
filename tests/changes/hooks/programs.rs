//# webhook-added webhook pet.found
fn _program(value: payloads::PetBorn) -> String { value.a }

//# webhook-removed webhook pet.sold
fn _program(value: payloads::PetSold) -> String { value.b }
