//# webhook-added webhook pet.found
fn _program(value: payloads::PetBornPayload) -> String { value.a }

//# webhook-removed webhook pet.sold
fn _program(value: payloads::PetSoldPayload) -> String { value.b }
