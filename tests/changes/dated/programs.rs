//# dates-changed crate
fn _program(days: ListDaysResponse) -> chrono::NaiveDate { days.on }
