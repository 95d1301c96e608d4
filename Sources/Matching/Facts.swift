import Domain

/// The facts of a record that ranking and hard requirements look at.
///
/// Every record has them in memory, so what is unknown is a value that does not occur, and what
/// only problems have stands elsewhere.
struct Facts: Sendable {
  var tags: Tags
  private var legalBits: UInt16 = 0
  private var knownEmployees: Int32 = -1
  private var impliedTechnologyBits: UInt32 = 0
  private var impliedFieldBits: UInt16 = 0
  private var knownFounded = Int16.min
  private var knownTRL = Int8.min
  private var knownCommune: Int32 = -1
  /// Whether past projects are told.
  var hasPastProjects = false
  private var demand: Demand?

  /// What a problem asks for.
  private final class Demand: Sendable {
    let budgetVND: Int64?
    let deadline: Instant?
    let publishedAt: Instant?
    let required: [Requirement]

    init(_ statement: ProblemStatement, publishedAt: Instant?) {
      self.publishedAt = publishedAt
      budgetVND = statement.budgetVND
      deadline = statement.deadline
      required = statement.required
    }
  }

  var legal: CodeSet<LegalClass> { CodeSet(bits: UInt32(legalBits)) }
  var province: String? {
    tags.province == Tags.noProvince ? nil : Tags.province(Int(tags.province))
  }
  var trl: Int8? { knownTRL == .min ? nil : knownTRL }
  var founded: Int16? { knownFounded == .min ? nil : knownFounded }
  var employees: Int32? { knownEmployees < 0 ? nil : knownEmployees }
  var budgetVND: Int64? { demand?.budgetVND }
  var deadline: Instant? { demand?.deadline }
  var publishedAt: Instant? { demand?.publishedAt }
  /// The number that the five digits of its commune make.
  var commune: Int32? { knownCommune < 0 ? nil : knownCommune }
  var required: [Requirement] { demand?.required ?? [] }

  var fields: CodeSet<Field> { tags.fields }
  var technologies: CodeSet<Technology> { tags.technologies }

  /// What the signals beside capability look at.
  var side: SideFacts {
    SideFacts(
      fields: tags.fields, technologies: tags.technologies, implied: implied, trl: trl,
      province: tags.province == Tags.noProvince ? nil : tags.province, employees: employees,
      budgetVND: budgetVND)
  }

  /// The sectors and technologies that the concepts in the record's texts imply.
  var implied: (fields: CodeSet<Field>, technologies: CodeSet<Technology>) {
    get {
      (CodeSet(bits: UInt32(impliedFieldBits)), CodeSet(bits: impliedTechnologyBits))
    }
    set {
      impliedFieldBits = UInt16(truncatingIfNeeded: newValue.fields.bits)
      impliedTechnologyBits = newValue.technologies.bits
    }
  }

  /// The number of a commune's code; nil where it is none.
  static func number(ofCommune code: String) -> Int32? {
    code.utf8.count == 5 && code.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int32(code) : nil
  }

  init(_ profile: OrganisationProfile) {
    tags = Tags(status: Organisation.Status.verified.rawValue, province: profile.province)
    tags.kinds = [profile.kind]
    tags.fields = CodeSet(profile.fields)
    tags.technologies = CodeSet(profile.technologies)
    tags.stages = CodeSet(profile.startup?.stage.map { [$0] } ?? [])
    legalBits = UInt16(truncatingIfNeeded: CodeSet(profile.legal.map(\.status)).bits)
    knownTRL = profile.trl.map { Int8(clamping: $0) } ?? .min
    knownFounded = profile.founded.map { Int16(clamping: $0) } ?? .min
    knownCommune = profile.commune.flatMap(Self.number(ofCommune:)) ?? -1
    knownEmployees = profile.employees.map { Int32(clamping: max(0, $0)) } ?? -1
    hasPastProjects = !profile.pastProjects.isEmpty
  }

  init(_ statement: ProblemStatement, status: Problem.Status, publishedAt: Instant? = nil) {
    tags = Tags(status: status.rawValue, province: statement.province)
    tags.fields = CodeSet(statement.field.map { [$0] } ?? [])
    tags.technologies = CodeSet(statement.technologies)
    demand = Demand(statement, publishedAt: publishedAt)
  }

  init(_ programme: Programme, of incubator: OrganisationProfile) {
    tags = Tags(status: Organisation.Status.verified.rawValue, province: incubator.province)
    tags.kinds = [incubator.kind]
    tags.fields = CodeSet(programme.fields)
    tags.technologies = CodeSet(programme.technologies)
    tags.stages = CodeSet(programme.stages)
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
