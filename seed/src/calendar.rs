/// The bank holidays of England and Wales, as `directory calendar import` reads them.
pub const BANK_HOLIDAYS: &str = include_str!("../calendar/bank-holidays.csv");
