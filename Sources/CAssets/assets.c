#include "assets.h"

static const unsigned char schema_0001_initial[] = {
#embed "../../schema/0001_initial.sql"
};
static const unsigned char schema_0002_lexicon[] = {
#embed "../../schema/0002_lexicon.sql"
};
static const unsigned char schema_0003_outcomes[] = {
#embed "../../schema/0003_outcomes.sql"
};
static const unsigned char schema_0004_outbox[] = {
#embed "../../schema/0004_outbox.sql"
};
static const unsigned char schema_0005_files[] = {
#embed "../../schema/0005_files.sql"
};
static const unsigned char schema_0006_accounts[] = {
#embed "../../schema/0006_accounts.sql"
};
static const unsigned char schema_0007_login[] = {
#embed "../../schema/0007_login.sql"
};
static const unsigned char schema_0008_problem_life[] = {
#embed "../../schema/0008_problem_life.sql"
};
static const unsigned char schema_0009_sealed[] = {
#embed "../../schema/0009_sealed.sql"
};
static const unsigned char schema_0010_introductions[] = {
#embed "../../schema/0010_introductions.sql"
};
static const unsigned char schema_0011_programmes[] = {
#embed "../../schema/0011_programmes.sql"
};
static const unsigned char schema_0012_notifications[] = {
#embed "../../schema/0012_notifications.sql"
};
static const unsigned char schema_0013_membership[] = {
#embed "../../schema/0013_membership.sql"
};
static const unsigned char schema_0014_review[] = {
#embed "../../schema/0014_review.sql"
};
static const unsigned char schema_0015_privacy[] = {
#embed "../../schema/0015_privacy.sql"
};
static const unsigned char schema_0016_guards[] = {
#embed "../../schema/0016_guards.sql"
};
static const unsigned char schema_0017_sandbox_end[] = {
#embed "../../schema/0017_sandbox_end.sql"
};
static const unsigned char schema_0018_reports[] = {
#embed "../../schema/0018_reports.sql"
};
static const unsigned char codes_codes[] = {
#embed "../../fixtures/codes/codes.json"
};
static const unsigned char codes_provinces[] = {
#embed "../../fixtures/codes/provinces.json"
};
static const unsigned char codes_communes[] = {
#embed "../../fixtures/codes/communes.json"
};
static const unsigned char codes_fund_rules[] = {
#embed "../../fixtures/codes/fund_rules.json"
};
static const unsigned char codes_review_criteria[] = {
#embed "../../fixtures/codes/review_criteria.json"
};
static const unsigned char codes_holidays[] = {
#embed "../../fixtures/codes/holidays.json"
};
static const unsigned char codes_data_rights[] = {
#embed "../../fixtures/codes/data_rights.json"
};
static const unsigned char codes_report_calendar[] = {
#embed "../../fixtures/codes/report_calendar.json"
};
static const unsigned char consents_texts[] = {
#embed "../../fixtures/consents/texts.json"
};
static const unsigned char demo_organisations[] = {
#embed "../../fixtures/demo/organisations.json"
};
static const unsigned char demo_incubators[] = {
#embed "../../fixtures/demo/incubators.json"
};
static const unsigned char demo_funds[] = {
#embed "../../fixtures/demo/funds.json"
};
static const unsigned char demo_problems[] = {
#embed "../../fixtures/demo/problems.json"
};
static const unsigned char lexicon_agriculture[] = {
#embed "../../fixtures/lexicon/agriculture.jsonl"
};
static const unsigned char lexicon_construction_urban[] = {
#embed "../../fixtures/lexicon/construction_urban.jsonl"
};
static const unsigned char lexicon_education[] = {
#embed "../../fixtures/lexicon/education.jsonl"
};
static const unsigned char lexicon_energy[] = {
#embed "../../fixtures/lexicon/energy.jsonl"
};
static const unsigned char lexicon_environment[] = {
#embed "../../fixtures/lexicon/environment.jsonl"
};
static const unsigned char lexicon_function[] = {
#embed "../../fixtures/lexicon/function.jsonl"
};
static const unsigned char lexicon_health[] = {
#embed "../../fixtures/lexicon/health.jsonl"
};
static const unsigned char lexicon_law_ecosystem[] = {
#embed "../../fixtures/lexicon/law_ecosystem.jsonl"
};
static const unsigned char lexicon_livestock_fishery[] = {
#embed "../../fixtures/lexicon/livestock_fishery.jsonl"
};
static const unsigned char lexicon_manufacturing[] = {
#embed "../../fixtures/lexicon/manufacturing.jsonl"
};
static const unsigned char lexicon_public_administration[] = {
#embed "../../fixtures/lexicon/public_administration.jsonl"
};
static const unsigned char lexicon_security[] = {
#embed "../../fixtures/lexicon/security.jsonl"
};
static const unsigned char lexicon_technology[] = {
#embed "../../fixtures/lexicon/technology.jsonl"
};
static const unsigned char lexicon_tourism_culture[] = {
#embed "../../fixtures/lexicon/tourism_culture.jsonl"
};
static const unsigned char lexicon_trade_finance[] = {
#embed "../../fixtures/lexicon/trade_finance.jsonl"
};
static const unsigned char lexicon_transport_logistics[] = {
#embed "../../fixtures/lexicon/transport_logistics.jsonl"
};
static const unsigned char passwords_common[] = {
#embed "../../fixtures/passwords/common.txt"
};
static const unsigned char locale_vi[] = {
#embed "../../Sources/Web/Locale/vi.json"
};
static const unsigned char locale_en[] = {
#embed "../../Sources/Web/Locale/en.json"
};
static const unsigned char web_style[] = {
#embed "../Web/Static/style.css"
};
static const unsigned char web_script[] = {
#embed "../Web/Static/app.js"
};
static const unsigned char web_icon[] = {
#embed "../Web/Static/icon.svg"
};
static const unsigned char web_openapi[] = {
#embed "../../Sources/Web/openapi.json"
};

#define ASSET(name, array) {name, array, sizeof array}

static const struct innoreg_asset assets[] = {
    ASSET("schema/0001_initial.sql", schema_0001_initial),
    ASSET("schema/0002_lexicon.sql", schema_0002_lexicon),
    ASSET("schema/0003_outcomes.sql", schema_0003_outcomes),
    ASSET("schema/0004_outbox.sql", schema_0004_outbox),
    ASSET("schema/0005_files.sql", schema_0005_files),
    ASSET("schema/0006_accounts.sql", schema_0006_accounts),
    ASSET("schema/0007_login.sql", schema_0007_login),
    ASSET("schema/0008_problem_life.sql", schema_0008_problem_life),
    ASSET("schema/0009_sealed.sql", schema_0009_sealed),
    ASSET("schema/0010_introductions.sql", schema_0010_introductions),
    ASSET("schema/0011_programmes.sql", schema_0011_programmes),
    ASSET("schema/0012_notifications.sql", schema_0012_notifications),
    ASSET("schema/0013_membership.sql", schema_0013_membership),
    ASSET("schema/0014_review.sql", schema_0014_review),
    ASSET("schema/0015_privacy.sql", schema_0015_privacy),
    ASSET("schema/0016_guards.sql", schema_0016_guards),
    ASSET("schema/0017_sandbox_end.sql", schema_0017_sandbox_end),
    ASSET("schema/0018_reports.sql", schema_0018_reports),
    ASSET("fixtures/codes/codes.json", codes_codes),
    ASSET("fixtures/codes/provinces.json", codes_provinces),
    ASSET("fixtures/codes/communes.json", codes_communes),
    ASSET("fixtures/codes/fund_rules.json", codes_fund_rules),
    ASSET("fixtures/codes/review_criteria.json", codes_review_criteria),
    ASSET("fixtures/codes/holidays.json", codes_holidays),
    ASSET("fixtures/codes/data_rights.json", codes_data_rights),
    ASSET("fixtures/codes/report_calendar.json", codes_report_calendar),
    ASSET("fixtures/consents/texts.json", consents_texts),
    ASSET("fixtures/demo/organisations.json", demo_organisations),
    ASSET("fixtures/demo/incubators.json", demo_incubators),
    ASSET("fixtures/demo/funds.json", demo_funds),
    ASSET("fixtures/demo/problems.json", demo_problems),
    ASSET("fixtures/lexicon/agriculture.jsonl", lexicon_agriculture),
    ASSET("fixtures/lexicon/construction_urban.jsonl", lexicon_construction_urban),
    ASSET("fixtures/lexicon/education.jsonl", lexicon_education),
    ASSET("fixtures/lexicon/energy.jsonl", lexicon_energy),
    ASSET("fixtures/lexicon/environment.jsonl", lexicon_environment),
    ASSET("fixtures/lexicon/function.jsonl", lexicon_function),
    ASSET("fixtures/lexicon/health.jsonl", lexicon_health),
    ASSET("fixtures/lexicon/law_ecosystem.jsonl", lexicon_law_ecosystem),
    ASSET("fixtures/lexicon/livestock_fishery.jsonl", lexicon_livestock_fishery),
    ASSET("fixtures/lexicon/manufacturing.jsonl", lexicon_manufacturing),
    ASSET("fixtures/lexicon/public_administration.jsonl", lexicon_public_administration),
    ASSET("fixtures/lexicon/security.jsonl", lexicon_security),
    ASSET("fixtures/lexicon/technology.jsonl", lexicon_technology),
    ASSET("fixtures/lexicon/tourism_culture.jsonl", lexicon_tourism_culture),
    ASSET("fixtures/lexicon/trade_finance.jsonl", lexicon_trade_finance),
    ASSET("fixtures/lexicon/transport_logistics.jsonl", lexicon_transport_logistics),
    ASSET("fixtures/passwords/common.txt", passwords_common),
    ASSET("Sources/Web/Locale/vi.json", locale_vi),
    ASSET("Sources/Web/Locale/en.json", locale_en),
    ASSET("Sources/Web/Static/style.css", web_style),
    ASSET("Sources/Web/Static/app.js", web_script),
    ASSET("Sources/Web/Static/icon.svg", web_icon),
    ASSET("Sources/Web/openapi.json", web_openapi),
};

size_t innoreg_asset_count(void) { return sizeof assets / sizeof assets[0]; }
struct innoreg_asset innoreg_asset_at(size_t index) { return assets[index]; }
