import Domain
import HTTP
import UseCases

/// The form of an organisation, by its kind: what people are asked, in which order.
struct OrganisationForm: Sendable {
  /// A part of the form under its own heading.
  struct Part: Sendable {
    /// The key of its heading.
    let key: String
    /// Its fields, under the name of the whole form.
    let form: Form
  }

  /// The parts in order.
  let parts: [Part]

  /// The whole form.
  var form: Form { Form(name: Self.name, fields: parts.flatMap(\.form.fields)) }

  private static let name = "organisation"

  /// The form for a kind of organisation.
  init(_ kind: OrganisationKind, _ visit: Visit) {
    let parts = [
      ("organisation.part.basics", Self.basics(visit)),
      ("organisation.part.kind", Self.own(of: kind, visit)),
      ("organisation.part.work", Self.work(of: kind, visit)),
      ("organisation.part.record", OrganisationKind.solvers.contains(kind) ? Self.record : []),
      ("organisation.part.legal", [Self.legal(visit)]),
      ("organisation.part.contact", Self.contact),
    ]
    self.parts = parts.filter { !$0.1.isEmpty }
      .map { Part(key: $0.0, form: Form(name: Self.name, fields: $0.1)) }
  }

  private static func basics(_ visit: Visit) -> [FormField] {
    [
      FormField(member: "name", kind: .line(most: TextLimit.name), isRequired: true),
      FormField(member: "name_en", kind: .line(most: TextLimit.name)),
      FormField(member: "tax_code", kind: .line(most: 20)),
      FormField(member: "province", kind: .choice(visit.provinces)),
      FormField(member: "commune", kind: .choice(visit.communes)),
      FormField(member: "founded", kind: .number(1800...2100)),
      FormField(member: "employees", kind: .number(0...10_000_000)),
    ]
  }

  private static let words = [
    FormField(member: "description", kind: .text(most: TextLimit.text))
  ]

  /// What an organisation does. Who solves problems is asked for products, technologies and their
  /// readiness; what a fund is after stands in its mandate.
  private static func work(of kind: OrganisationKind, _ visit: Visit) -> [FormField] {
    let fields = FormField(member: "fields", kind: .choices(visit.choices(of: Field.self)))
    switch kind {
    case .agency, .fund: return words
    case .incubator: return words + [fields]
    case .startup, .technologyFirm, .researchInstitute, .university:
      return words + [
        FormField(member: "products", kind: .lines(most: TextLimit.text)),
        fields,
        FormField(member: "technologies", kind: .choices(visit.choices(of: Technology.self))),
        FormField(member: "trl", kind: .scale(visit.readinessLevels)),
      ]
    }
  }

  /// What stands in the form of a new organisation at first: a fund that registers is open to
  /// applications unless it says otherwise.
  static func first(_ kind: OrganisationKind) -> FormValues {
    kind == .fund ? FormValues(Query([("fund.open", "true")])) : FormValues()
  }

  private static let record = [
    FormField(
      member: "past_projects",
      kind: .rows(
        [
          FormField(member: "title", kind: .line(most: 2000)),
          FormField(member: "client", kind: .line(most: TextLimit.name)),
          FormField(member: "year", kind: .number(1900...2100)),
          FormField(member: "outcome", kind: .line(most: 2000)),
        ], most: 200)),
    FormField(member: "certificates", kind: .lines(most: TextLimit.text)),
  ]

  private static func legal(_ visit: Visit) -> FormField {
    FormField(
      member: "legal",
      kind: .rows(
        [
          FormField(member: "status", kind: .choice(visit.choices(of: LegalClass.self))),
          FormField(member: "issuer", kind: .line(most: TextLimit.line)),
          FormField(member: "number", kind: .line(most: TextLimit.line)),
          FormField(member: "issued_on", kind: .day),
          FormField(member: "expires_on", kind: .day),
        ], most: LegalClass.allCases.count))
  }

  private static let contact = [
    FormField(member: "website", kind: .address),
    FormField(member: "email", kind: .email),
    FormField(member: "phone", kind: .phone),
    FormField(member: "address", kind: .line(most: TextLimit.line)),
  ]

  private static func own(of kind: OrganisationKind, _ visit: Visit) -> [FormField] {
    switch kind {
    case .startup:
      [
        FormField(member: "startup.stage", kind: .choice(visit.choices(of: Stage.self))),
        FormField(member: "startup.raising_vnd", kind: .money),
        FormField(member: "startup.raising_visible_to_funds", kind: .flag),
        FormField(member: "startup.traction", kind: .text(most: TextLimit.text)),
      ]
    case .fund:
      [
        FormField(member: "fund.fund_kind", kind: .choice(visit.choices(of: FundKind.self))),
        FormField(member: "fund.thesis", kind: .text(most: TextLimit.text)),
        FormField(member: "fund.open", kind: .flag),
        FormField(member: "fund.stages", kind: .choices(visit.choices(of: Stage.self))),
        FormField(member: "fund.fields", kind: .choices(visit.choices(of: Field.self))),
        FormField(member: "fund.ticket_min_vnd", kind: .money),
        FormField(member: "fund.ticket_max_vnd", kind: .money),
      ]
    case .incubator:
      [
        FormField(member: "incubator.capacity", kind: .number(0...1_000_000)),
        FormField(member: "incubator.mentors", kind: .number(0...1_000_000)),
      ]
    case .technologyFirm, .researchInstitute, .university, .agency: []
    }
  }
}

extension Visit {
  /// The communes that are known, by name as a Vietnamese dictionary sorts them.
  var communes: [FormField.Choice] {
    site.registry.places.communes
      .map { FormField.Choice(code: $0.code, name: $0.name) }
      .sorted { Folding.sortKey($0.name).lexicographicallyPrecedes(Folding.sortKey($1.name)) }
  }

  /// The levels of technology readiness, with what each means.
  var readinessLevels: [FormField.Choice] {
    (1...9).map { FormField.Choice(code: String($0), name: say("trl.\($0)")) }
  }
}
