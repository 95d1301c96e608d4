import Domain
import UseCases

/// The form in which officers write a problem.
///
/// What solvers must fulfil stands in fields of its own, one for each kind of requirement, since a
/// list of records of one member each is nothing to fill in.
struct ProblemForm: Sendable {
  /// The members of the statement.
  private let statement: Form
  /// What solvers must fulfil.
  private let requirements: Form
  /// What is said of a change of a public statement; empty for one that is not public.
  private let amendment: Form

  /// The form as it is filled in.
  var form: Form {
    Form(name: Self.name, fields: statement.fields + requirements.fields + amendment.fields)
  }

  private static let name = "problem"

  /// The form; `isPublic` for a statement that everybody reads already, whose change has a reason.
  init(_ visit: Visit, isPublic: Bool = false, documents: [FormField.Choice] = []) {
    func field(_ member: String, _ kind: FormField.Kind, isRequired: Bool = false) -> FormField {
      FormField(member: member, kind: kind, isRequired: isRequired)
    }
    statement = Form(
      name: Self.name,
      fields: [
        field("title", .line(most: TextLimit.name), isRequired: true),
        field("description", .text(most: TextLimit.text)),
        field("expected_result", .text(most: TextLimit.text)),
        field("field", .choice(visit.choices(of: Field.self))),
        field("technologies", .choices(visit.choices(of: Technology.self))),
        field("owner", .line(most: TextLimit.name)),
        field("mechanism", .choice(visit.choices(of: Mechanism.self))),
        field("budget_vnd", .money),
        field("province", .choice(visit.provinces)),
        field("deadline", .moment),
        field("question_deadline", .moment),
        field("grounds", .text(most: TextLimit.text)),
      ])
    requirements = Form(
      name: Self.name,
      fields: [
        field("min_trl", .scale(visit.readinessLevels)),
        field("min_employees", .number(1...10_000_000)),
        field("founded_before", .number(1800...2100)),
        field("solver_province", .choice(visit.provinces)),
        field("legal", .choices(visit.choices(of: LegalClass.self))),
      ])
    amendment = Form(
      name: Self.name,
      fields: isPublic
        ? [
          field("reason", .text(most: 5000), isRequired: true),
          field("document", .choice(documents)),
        ] : [])
  }

  /// What a problem holds.
  func values(of problem: Problem) -> FormValues {
    var values = FormValues(record: problem.json, form: statement)
    let held = FormValues(record: Self.spread(problem.statement.required), form: requirements)
    for field in requirements.fields { values[field] = held[field] }
    return values
  }

  /// The problem that a filled-in form describes.
  func record(from typed: FormValues) -> JSON {
    var record = statement.record(from: typed)
    let required = required(from: typed)
    if !required.isEmpty { record = record.merging(["required": .array(required)]) }
    return record
  }

  /// The change that a filled-in form asks of a problem.
  func patch(from typed: FormValues, of problem: Problem) -> JSON {
    let patch = statement.patch(from: typed, of: problem.json)
    let wanted = required(from: typed)
    let held = required(from: values(of: problem))
    guard wanted != held else { return patch }
    return patch.merging(["required": wanted.isEmpty ? .null : .array(wanted)], keepingNull: true)
  }

  /// A change of a public statement with why and under which document.
  func amendment(from typed: FormValues, of problem: Problem) -> JSON {
    amendment.record(from: typed).merging(["changes": patch(from: typed, of: problem)])
  }

  /// The error as it concerns this form's fields.
  func own(_ error: DomainError) -> DomainError {
    guard case .invalid(let faults) = error else { return error }
    return .invalid(
      faults.map { fault in
        var path = fault.path
        if path.hasPrefix("/changes/") { path = String(path.dropFirst("/changes".count)) }
        if path.hasPrefix("/required"), let member = path.split(separator: "/").last {
          path = member == "province" ? "/solver_province" : "/" + member
        }
        return Fault(path, fault.rule, found: fault.found, accepted: fault.accepted)
      })
  }

  private func required(from typed: FormValues) -> [JSON] {
    let record = requirements.record(from: typed)
    var list: [JSON] = []
    for (member, name) in [
      ("min_trl", "min_trl"), ("min_employees", "min_employees"),
      ("founded_before", "founded_before"), ("solver_province", "province"),
    ] {
      if let value = record[member] { list.append(.object(JSONObject([(name, value)]))) }
    }
    return list + (record["legal"]?.elements ?? []).map { ["legal": $0] }
  }

  private static func spread(_ required: [Requirement]) -> JSON {
    var members: [(String, JSON)] = []
    var legal: [JSON] = []
    for requirement in required {
      switch requirement {
      case .minTRL(let least): members.append(("min_trl", JSON(least)))
      case .minEmployees(let least): members.append(("min_employees", JSON(least)))
      case .foundedBefore(let year): members.append(("founded_before", JSON(year)))
      case .province(let code): members.append(("solver_province", .string(code)))
      case .legal(let status): legal.append(.string(status.rawValue))
      }
    }
    if !legal.isEmpty { members.append(("legal", .array(legal))) }
    return .object(JSONObject(members))
  }
}
