//# dates-changed crate
fn _program(days: DayListResponse) -> chrono::NaiveDate { days.on }
