//! Plaid's request with all of its fields, nested as the page writes them. In: nothing. Out: the
//! request, its JSON, and the proof that no name of the page is missing from it.

#![allow(deprecated, reason = "what is deprecated is still on the page")]

use std::collections::BTreeSet;

use expect_test::expect_file;
use plaid::Secret;
use serde_json::Value;

use crate::server::{Server, json};
use link_tests::clients::{Mint, Setup, plaid, planted};

/// A request that sets every field. What must not be shown in it is [planted](planted).
pub fn every_field() -> plaid::LinkTokenCreateRequest {
    let request = plaid::LinkTokenCreateRequest::new(
        "Insurance App",
        [plaid::CountryCode::Us, plaid::CountryCode::Ca],
        "en",
        user(),
    );
    // By topic, as a consumer would.
    credit(payments(settings(products(request))))
}

fn settings(request: plaid::LinkTokenCreateRequest) -> plaid::LinkTokenCreateRequest {
    request
        .link_customization_name("default")
        .third_party_user_token(planted::ACCESS_TOKEN)
        .hosted_link(
            plaid::LinkTokenCreateHostedLink::new()
                .completion_redirect_uri("https://example.com/done")
                .delivery_method(plaid::HostedLinkDeliveryMethod::Sms)
                .is_mobile_app(false)
                .url_lifetime_seconds(900),
        )
        .redirect_uri("https://example.com/oauth")
        .account_filters(account_filters())
        .access_tokens(vec![planted::ACCESS_TOKEN.into(), Secret::new("access-2")])
        .webhook("https://example.com/hook")
        .appearance_mode(plaid::LinkTokenCreateRequestAppearanceMode::Dark)
        .user_token(planted::ACCESS_TOKEN)
        .financekit_supported(true)
        .enable_multi_item_link(false)
        .android_package_name("com.example.app")
        .institution_id("ins_1")
        .institution_data(plaid::LinkTokenCreateInstitutionData::new().routing_number("021000021"))
        .access_token(planted::ACCESS_TOKEN)
        .eu_config(plaid::LinkTokenEuConfig::new().headless(true))
        .update(
            plaid::LinkTokenCreateRequestUpdate::new()
                .item_ids(["item-1".to_owned()])
                .user(true)
                .reauthorization_enabled(true)
                .account_selection_enabled(false),
        )
}

fn products(request: plaid::LinkTokenCreateRequest) -> plaid::LinkTokenCreateRequest {
    request
        .products([plaid::Products::Auth, plaid::Products::Identity])
        .required_if_supported_products([plaid::Products::Investments])
        .optional_products([plaid::Products::Signal])
        .additional_consented_products([plaid::Products::Transactions])
        .investments_auth(
            plaid::LinkTokenInvestmentsAuth::new()
                .manual_entry_enabled(true)
                .rollover_401k_enabled(false)
                .stated_account_number_enabled(true)
                .masked_number_match_enabled(false),
        )
        .identity(
            plaid::LinkTokenCreateIdentity::new()
                .parsing_configs([plaid::IncomeVerificationDocParsingConfig::Ocr])
                .is_document_upload(true)
                .account_ids(["account-1".to_owned()]),
        )
        .auth(auth())
        .transactions(plaid::LinkTokenTransactions::new().days_requested(730))
        .investments(
            plaid::LinkTokenInvestments::new()
                .allow_unverified_crypto_wallets(true)
                .allow_manual_entry(true),
        )
        .statements(plaid::LinkTokenCreateRequestStatements::new(
            day(2025, 1, 31),
            day(2025, 12, 1),
        ))
        .identity_verification(identity_verification())
}

fn payments(request: plaid::LinkTokenCreateRequest) -> plaid::LinkTokenCreateRequest {
    request
        .deposit_switch("switch-1")
        .payment_initiation(
            plaid::LinkTokenCreateRequestPaymentInitiation::new()
                .payment_id("payment-1")
                .consent_id("consent-1"),
        )
        .payment_configuration(
            plaid::LinkTokenCreateRequestPaymentConfiguration::new("12.50").description("Rent"),
        )
        .card_switch("424242")
        .transfer(
            plaid::LinkTokenCreateRequestTransfer::new()
                .intent_id("intent-1")
                .authorization_id("authorization-1")
                .payment_profile_token(planted::ACCESS_TOKEN),
        )
}

fn credit(request: plaid::LinkTokenCreateRequest) -> plaid::LinkTokenCreateRequest {
    request
        .cra_enabled(true)
        .cra_options(cra_options())
        .cashflow_report(plaid::LinkTokenCashflowReport::new().days_requested(30))
        .consumer_report_permissible_purpose(
            plaid::ConsumerReportPermissiblePurpose::AccountReviewCredit,
        )
        .base_report(plaid::LinkTokenCreateRequestBaseReport::new(90).client_report_id("r-1"))
        .employment(
            plaid::LinkTokenCreateRequestEmployment::new()
                .employment_source_types([plaid::EmploymentSourceType::Payroll])
                .bank_employment(60),
        )
        .income_verification(income_verification())
        .credit_partner_insights(
            plaid::LinkTokenCreateRequestCreditPartnerInsights::new()
                .days_requested(180)
                .prism_products([plaid::PrismProduct::Insights]),
        )
}

fn user() -> plaid::LinkTokenCreateRequestUser {
    plaid::LinkTokenCreateRequestUser::new("user-1")
        .legal_name("Zoë Ødegård")
        .email_address("zoe@example.com")
        .email_address_verified_time("2025-01-02T03:04:05Z".parse::<plaid::DateTime>().unwrap())
        .phone_number("+1 415 555 0123")
        .phone_number_verified_time(
            "2025-01-02T03:04:05.678Z"
                .parse::<plaid::chrono::DateTime<plaid::chrono::Utc>>()
                .unwrap(),
        )
        .date_of_birth(day(1990, 2, 28))
        .ssn(planted::SSN)
}

fn account_filters() -> plaid::LinkTokenAccountFilters {
    plaid::LinkTokenAccountFilters::new()
        .depository(plaid::DepositoryFilter::new([plaid::DepositoryAccountSubtype::Checking]))
        .credit(vec![plaid::CreditAccountSubtype::CreditCard])
        .loan(vec![plaid::LoanAccountSubtype::Auto])
        .investment(vec![plaid::InvestmentAccountSubtype::V401k])
        .other(vec![plaid::OtherAccountSubtype::All])
}

fn auth() -> plaid::LinkTokenCreateRequestAuth {
    plaid::LinkTokenCreateRequestAuth::new()
        .auth_type_select_enabled(true)
        .automated_microdeposits_enabled(true)
        .instant_match_enabled(true)
        .same_day_microdeposits_enabled(false)
        .instant_microdeposits_enabled(false)
        .reroute_to_credentials(plaid::LinkTokenCreateRequestAuthRerouteToCredentials::Optional)
        .database_match_enabled(false)
        .database_insights_enabled(false)
        .flow_type(plaid::LinkTokenCreateRequestAuthFlowType::FlexibleAuth)
        .sms_microdeposits_verification_enabled(true)
}

fn identity_verification() -> plaid::LinkTokenCreateRequestIdentityVerification {
    plaid::LinkTokenCreateRequestIdentityVerification::new("template-1")
        .consent(true)
        .gave_consent(false)
}

fn cra_options() -> plaid::LinkTokenCreateRequestCraOptions {
    plaid::LinkTokenCreateRequestCraOptions::new(365)
        .days_required(184)
        .client_report_id("r-2")
        .base_report(
            plaid::LinkTokenCreateRequestCraOptionsBaseReport::new().client_report_id("r-3"),
        )
        .partner_insights(
            plaid::LinkTokenCreateRequestCraOptionsPartnerInsights::new()
                .prism_products([plaid::PrismProduct::Scores])
                .prism_versions(
                    plaid::PrismVersions::new()
                        .firstdetect(plaid::PrismFirstDetectVersion::V3)
                        .cashscore(plaid::PrismCashScoreVersion::V3Lite)
                        .insights(plaid::PrismInsightsVersion::V4_1),
                ),
        )
        .cashflow_insights(
            plaid::LinkTokenCreateRequestCraOptionsCashflowInsights::new()
                .plaid_check_score_version(plaid::PlaidCheckScoreVersion::V1_0)
                .attributes_version(plaid::CashflowAttributesVersion::Cfi1),
        )
}

fn income_verification() -> plaid::LinkTokenCreateRequestIncomeVerification {
    let source = plaid::LinkTokenCreateRequestUserStatedIncomeSource::new()
        .employer("Plaid Inc")
        .category(plaid::UserStatedIncomeSourceCategory::Salary)
        .pay_per_cycle(5000.25)
        .pay_annual(60_003)
        .pay_type(plaid::UserStatedIncomeSourcePayType::Gross)
        .pay_frequency(plaid::UserStatedIncomeSourceFrequency::Biweekly);
    plaid::LinkTokenCreateRequestIncomeVerification::new()
        .income_verification_id("verification-1")
        .asset_report_id("report-1")
        .access_tokens([Secret::from(planted::ACCESS_TOKEN)])
        .income_source_types([plaid::IncomeVerificationSourceType::Bank])
        .stated_income_sources([source])
        .bank_income(
            plaid::LinkTokenCreateRequestIncomeVerificationBankIncome::new(120)
                .enable_multiple_items(false),
        )
        .payroll_income(
            plaid::LinkTokenCreateRequestIncomeVerificationPayrollIncome::new()
                .flow_types([plaid::IncomeVerificationPayrollFlowType::PayrollDigitalIncome])
                .is_update_mode(false)
                .item_id_to_update("item-2")
                .parsing_config([plaid::IncomeVerificationDocParsingConfig::RiskSignals]),
        )
}

fn day(year: i32, month: u32, day: u32) -> plaid::chrono::NaiveDate {
    plaid::chrono::NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[tokio::test]
async fn the_whole_request_stands_on_the_wire() {
    let server = Server::start([json(200, Mint::Plaid.answer())]).await;
    plaid(&Setup::at(server.url())).link().token_create(every_field()).await.unwrap();
    let body: Value = server.seen().await.remove(0).body_json().unwrap();
    let text = serde_json::to_string_pretty(&body).unwrap() + "\n";
    expect_file!["plaid_request.json"].assert_eq(&text);
    assert_eq!(
        serde_json::from_value::<plaid::LinkTokenCreateRequest>(body).unwrap(),
        every_field()
    );
}

#[test]
fn no_name_of_the_page_is_missing() {
    let table = include_str!("../facts/plaid.tsv");
    let rows =
        table.lines().filter_map(|row| row.strip_prefix("POST /link/token/create requestBody\t"));
    let names = rows.filter_map(|row| row.split('\t').next());
    // The first is the media type; the others travel in headers.
    let elsewhere = ["application/json", "client_id", "secret"];
    let expected: BTreeSet<String> =
        names.filter(|name| !elsewhere.contains(name)).map(str::to_owned).collect();
    let mut sent = BTreeSet::new();
    collect("", &serde_json::to_value(every_field()).unwrap(), &mut sent);
    assert_eq!(sent, expected);
}

/// The dotted names of everything in an object, in the notation of the page.
fn collect(place: &str, value: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let list = if value.is_array() { "[]" } else { "" };
                let dot = if place.is_empty() { "" } else { "." };
                let name = format!("{place}{dot}{name}{list}");
                collect(&name, value, names);
                names.insert(name);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(place, item, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
