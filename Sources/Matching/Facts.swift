import Domain

/// The facts of a record that ranking and hard requirements look at.
struct Facts: Sendable {
  var tags: Tags
  var externalID: String?
  var legal: CodeSet<LegalClass> = []
  var province: String?
  var trl: Int8?
  var founded: Int16?
  var employees: Int32?
  var budgetVND: Int64?
  var deadline: Instant?
  var required: [Requirement] = []

  var fields: CodeSet<Field> { tags.fields }
  var technologies: CodeSet<Technology> { tags.technologies }

  init(_ profile: OrganisationProfile, externalID: String?) {
    tags = Tags(status: Organisation.Status.verified.rawValue, province: profile.province)
    tags.kinds = [profile.kind]
    tags.fields = CodeSet(profile.fields)
    tags.technologies = CodeSet(profile.technologies)
    tags.stages = CodeSet(profile.startup?.stage.map { [$0] } ?? [])
    self.externalID = externalID
    legal = CodeSet(profile.legal.map(\.status))
    province = profile.province
    trl = profile.trl.map { Int8(clamping: $0) }
    founded = profile.founded.map { Int16(clamping: $0) }
    employees = profile.employees.map { Int32(clamping: $0) }
  }

  init(_ statement: ProblemStatement, status: Problem.Status, externalID: String? = nil) {
    tags = Tags(status: status.rawValue, province: statement.province)
    tags.fields = CodeSet(statement.field.map { [$0] } ?? [])
    tags.technologies = CodeSet(statement.technologies)
    self.externalID = externalID
    province = statement.province
    budgetVND = statement.budgetVND
    deadline = statement.deadline
    required = statement.required
  }

  init(_ programme: Programme, of incubator: OrganisationProfile) {
    tags = Tags(status: Organisation.Status.verified.rawValue, province: incubator.province)
    tags.kinds = [incubator.kind]
    tags.fields = CodeSet(programme.fields)
    tags.technologies = CodeSet(programme.technologies)
    tags.stages = CodeSet(programme.stages)
    province = incubator.province
  }

  /// As much of a profile as hard requirements look at.
  var profile: OrganisationProfile {
    var profile = OrganisationProfile(kind: tags.kinds.codes.first ?? .technologyFirm, name: "")
    profile.legal = legal.codes.map { LegalStatus($0) }
    profile.province = province
    profile.trl = trl.map(Int.init)
    profile.founded = founded.map(Int.init)
    profile.employees = employees.map(Int.init)
    return profile
  }
}
