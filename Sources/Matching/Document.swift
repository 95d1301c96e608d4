import Domain

/// Which member of a record a text is.
enum MemberField: UInt8, Sendable, CaseIterable {
  case name, nameEN, description, products, pastProjects, certificates, thesis
  case title, grounds, expectedResult, owner, code

  /// The member's place in the record, as messages and explanations name it.
  func path(_ index: Int) -> String {
    switch self {
    case .name: "name"
    case .nameEN: "name_en"
    case .description: "description"
    case .products: "products/\(index)"
    case .pastProjects: "past_projects/\(index)"
    case .certificates: "certificates/\(index)"
    case .thesis: "fund/thesis"
    case .title: "title"
    case .grounds: "grounds"
    case .expectedResult: "expected_result"
    case .owner: "owner"
    case .code: "code"
    }
  }

  /// Whether it is what the record is called.
  var isName: Bool { self == .name || self == .nameEN || self == .title || self == .code }
}

/// A member of a record that has text.
struct Member: Sendable {
  let field: MemberField
  let index: Int
  /// Bytes of UTF-8.
  let length: Int
}

/// What is indexed of a record: its public texts and facts, nothing else.
///
/// Contacts, raising terms and reasons of returns are left out here, so that no later step can
/// show them.
struct Document: Sendable {
  let id: String
  /// The identifier it had in the file it came from.
  let externalID: String?
  private(set) var text: ContiguousArray<UInt8> = []
  private(set) var members: ContiguousArray<Member> = []
  let facts: Facts

  private init(id: String, externalID: String? = nil, facts: Facts) {
    self.id = id
    self.externalID = externalID
    self.facts = facts
  }

  private mutating func add(_ field: MemberField, _ value: String?, at index: Int = 0) {
    guard let value, !value.isEmpty else { return }
    let start = text.count
    text.append(contentsOf: value.utf8)
    members.append(Member(field: field, index: index, length: text.count - start))
  }

  /// A verified organisation; nil for one that is not public.
  init?(_ organisation: Organisation) {
    guard organisation.status == .verified else { return nil }
    self.init(
      id: organisation.id.text, profile: organisation.profile,
      externalID: organisation.externalID)
  }

  /// The texts of a profile, public or not yet: the asking side need not be in the register.
  init(id: String, profile: OrganisationProfile, externalID: String?) {
    self.init(id: id, externalID: externalID, facts: Facts(profile))
    add(.name, profile.name)
    add(.nameEN, profile.nameEN)
    add(.description, profile.description)
    for (index, product) in profile.products.enumerated() { add(.products, product, at: index) }
    for (index, project) in profile.pastProjects.enumerated() {
      add(.pastProjects, project.text, at: index)
    }
    for (index, certificate) in profile.certificates.enumerated() {
      add(.certificates, certificate, at: index)
    }
    add(.thesis, profile.fund?.thesis)
  }

  /// A problem that was published; nil for one that is not public.
  init?(_ problem: Problem) {
    guard problem.publishedAt != nil else { return nil }
    self.init(
      id: problem.id.text, externalID: problem.externalID,
      facts: Facts(
        problem.statement, status: problem.status, publishedAt: problem.publishedAt))
    add(.code, problem.code)
    addTexts(of: problem.statement)
  }

  /// The texts of a statement that asks for solvers.
  init(statement: ProblemStatement) {
    self.init(id: "", facts: Facts(statement, status: .draft))
    addTexts(of: statement)
  }

  private mutating func addTexts(of statement: ProblemStatement) {
    add(.title, statement.title)
    add(.grounds, statement.grounds)
    add(.description, statement.description)
    add(.expectedResult, statement.expectedResult)
    add(.owner, statement.owner)
  }

  /// Texts that are compared but not kept in an index.
  init(texts: [(field: MemberField, text: String?)]) {
    self.init(id: "", facts: Facts(OrganisationProfile(kind: .fund, name: "")))
    for (field, text) in texts { add(field, text) }
  }

  /// The beginning of the sort key of what the record is called, which tells as good as all apart.
  var nameKey: ArraySlice<UInt8> {
    guard let place = members.firstIndex(where: { $0.field == .name || $0.field == .title }) else {
      return []
    }
    return Folding.sortKey(text(member: place)).prefix(Self.nameKeyLength)
  }

  private static let nameKeyLength = 48

  /// The text of the member at that position.
  func text(member position: Int) -> String {
    let start = members.prefix(position).reduce(0) { $0 + $1.length }
    return String(decoding: text[start..<start + members[position].length], as: UTF8.self)
  }

  /// The programmes of a verified incubator, one document each.
  static func programmes(of organisation: Organisation) -> [Document] {
    guard organisation.status == .verified, let incubator = organisation.profile.incubator else {
      return []
    }
    return incubator.programmes.map { programme in
      var document = Document(
        id: "\(organisation.id.text)/\(programme.id)",
        facts: Facts(programme, of: organisation.profile))
      document.add(.title, programme.title)
      document.add(.description, programme.description)
      return document
    }
  }
}
