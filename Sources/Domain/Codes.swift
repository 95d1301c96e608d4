/// A closed list of codes; each value's text stands in the API, in files and in the database.
package protocol Code: RawRepresentable<String>, CaseIterable, Sendable, Hashable {
  /// The name of the list in `fixtures/codes/codes.json`, which holds the vi and en labels.
  static var list: String { get }
}

extension Code {
  /// Every accepted code, for messages.
  package static var accepted: [String] { allCases.map(\.rawValue) }
}

/// What an organisation is.
package enum OrganisationKind: String, Code {
  case startup
  case technologyFirm = "technology_firm"
  case incubator, fund
  case researchInstitute = "research_institute"
  case university, agency
  package static let list = "organisation_kinds"

  /// The kinds that solve problems; the others support, fund or own them.
  package static let solvers: Set<Self> = [
    .startup, .technologyFirm, .researchInstitute, .university,
  ]
}

/// The sector a problem or an organisation is in; the plan's priority sectors come first.
package enum Field: String, Code {
  case agriculture, environment, education, health
  case transportLogistics = "transport_logistics"
  case energy, tourism
  case socialSecurity = "social_security"
  case publicAdministration = "public_administration"
  case security, manufacturing
  case tradeFinance = "trade_finance"
  case cultureMedia = "culture_media"
  case constructionUrban = "construction_urban"
  package static let list = "fields"
}

/// A technology that an organisation masters or a problem calls for.
package enum Technology: String, Code {
  case ai, iot
  case bigData = "big_data"
  case cloud, blockchain, biotech
  case newMaterials = "new_materials"
  case roboticsAutomation = "robotics_automation"
  case uav
  case remoteSensingGIS = "remote_sensing_gis"
  case arVR = "ar_vr"
  case semiconductor, quantum, cybersecurity
  case telecom5G = "telecom_5g"
  case renewableEnergy = "renewable_energy"
  case digitalPlatform = "digital_platform"
  case nuclear
  case postHarvestProcessing = "post_harvest_processing"
  case eIdentity = "e_identity"
  package static let list = "technologies"
}

/// A legal class an organisation holds; classes overlap.
package enum LegalClass: String, Code {
  case startupInnovative = "startup_innovative"
  case scienceTechnologyEnterprise = "science_technology_enterprise"
  case digitalTechnologyEnterprise = "digital_technology_enterprise"
  case highTechEnterprise = "high_tech_enterprise"
  case smeMicro = "sme_micro"
  case smeSmall = "sme_small"
  case smeMedium = "sme_medium"
  case large, cooperative
  case householdBusiness = "household_business"
  case publicUnit = "public_unit"
  package static let list = "legal"
}

/// How far a startup has come.
package enum Stage: String, Code {
  case idea
  case preSeed = "pre_seed"
  case seed
  case seriesA = "series_a"
  case growth
  package static let list = "stages"
}

/// How a problem is to be solved; the register records which, it is not the tender system.
package enum Mechanism: String, Code {
  case commission
  case taskAssignment = "task_assignment"
  case tender
  case directAward = "direct_award"
  case ppp, grant, prize, sandbox
  case resultPurchase = "result_purchase"
  package static let list = "mechanisms"
}

/// What kind of money a fund is.
package enum FundKind: String, Code {
  case publicScienceFund = "public_science_fund"
  case innovationSupportFund = "innovation_support_fund"
  case startupInvestmentFund = "startup_investment_fund"
  case ventureCapital = "venture_capital"
  case angelNetwork = "angel_network"
  case corporateVC = "corporate_vc"
  case stateVentureFund = "state_venture_fund"
  package static let list = "fund_kinds"
}

/// How a fund gives money.
package enum Instrument: String, Code {
  case grant, equity, convertible, loan
  package static let list = "instruments"
}

/// What an account may be in the registry.
package enum Role: String, Code {
  case member, reviewer, dost, admin
  package static let list = "roles"
}
