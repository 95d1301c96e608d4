/// How alike the names of two organisations are, whatever their case, marks and legal forms.
package struct NameLikeness: Sendable {
  /// The words that are left when the legal form is taken off, folded.
  private let words: [[UInt8]]
  private let trigrams: Set<UInt32>

  /// Reads a name.
  package init(_ name: String) {
    let folded = Folding.fold(name).utf8.map { Self.isLetter($0) ? $0 : 0x20 }
    let all = folded.split(separator: 0x20).map { Array($0) }
    let kept = Self.withoutLegalForm(all)
    words = kept.isEmpty ? all : kept
    trigrams = Self.trigrams(of: words.flatMap { $0 })
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x80...0xFF: true
    default: false
    }
  }

  /// Under which an organisation of this name is looked up: the first four letters from each word
  /// on, as if the name were written in one word. Two names that are alike share one as a rule,
  /// however their words are divided.
  package var keys: Set<String> {
    var keys: Set<String> = []
    for start in words.indices.prefix(8) {
      let run = words[start...].joined().prefix(4)
      keys.insert(String(decoding: run, as: UTF8.self))
    }
    return keys
  }

  /// How alike two names are, 0 to 1: the share of runs of three letters that both have among those
  /// that either has (Jaccard's coefficient).
  package func likeness(to other: NameLikeness) -> Double {
    let common = trigrams.intersection(other.trigrams).count
    let all = trigrams.count + other.trigrams.count - common
    return all == 0 ? 0 : Double(common) / Double(all)
  }

  private static func trigrams(of letters: [UInt8]) -> Set<UInt32> {
    guard !letters.isEmpty else { return [] }
    let padded: [UInt8] = [0x20, 0x20] + letters + [0x20]
    var trigrams: Set<UInt32> = []
    for place in 0..<padded.count - 2 {
      let (first, second) = (UInt32(padded[place]), UInt32(padded[place + 1]))
      trigrams.insert(first << 16 | second << 8 | UInt32(padded[place + 2]))
    }
    return trigrams
  }

  /// Legal forms of the Law on Enterprises (59/2020/QH14), of cooperatives and household
  /// businesses, in the spellings and abbreviations in which names carry them; longest first.
  private static let legalForms: [[[UInt8]]] = legalFormTexts.map { text in
    text.utf8.split(separator: 0x20).map { Array($0) }
  }

  private static let legalFormTexts = [
    "cong ty trach nhiem huu han mot thanh vien", "cong ty trach nhiem huu han",
    "trach nhiem huu han mot thanh vien", "trach nhiem huu han", "cong ty tnhh mot thanh vien",
    "cong ty tnhh mtv", "cong ty tnhh 1tv", "cong ty tnhh", "cty", "tnhh mtv", "tnhh", "mtv",
    "mot thanh vien", "cong ty co phan", "cong ty cp", "ctcp", "co phan", "cong ty hop danh",
    "doanh nghiep tu nhan", "dntn", "cong ty", "lien hiep hop tac xa", "hop tac xa", "htx",
    "ho kinh doanh", "hkd", "co so", "company limited", "joint stock company", "co ltd", "ltd",
    "jsc", "llc", "inc", "company", "corporation", "corp",
  ]

  private static func withoutLegalForm(_ words: [[UInt8]]) -> [[UInt8]] {
    var kept: [[UInt8]] = []
    var rest = words[...]
    while let word = rest.first {
      if let form = legalForms.first(where: { rest.starts(with: $0) }) {
        rest = rest.dropFirst(form.count)
      } else {
        kept.append(word)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}

/// Another record that may stand for the same organisation.
package struct PossibleDuplicate: Sendable, Equatable {
  /// Which.
  package let id: ID<Organisation>
  /// Its name.
  package let name: String
  /// GSO code of its province.
  package let province: String?
  /// Its state.
  package let status: Organisation.Status
  /// What the two have in common.
  package let why: Reason

  /// What two records may have in common.
  package enum Reason: String, Code {
    /// The same tax code.
    case taxCode = "tax_code"
    /// The same person behind both; told to those alone who may see the number.
    case personalID = "personal_id"
    /// The tax codes of an enterprise and its branch, or of two branches of one.
    case branch
    /// Names that are nearly the same.
    case name
    /// Names that are alike, in the same province.
    case nameAndPlace = "name_and_place"
    package static let list = "duplicate_reasons"
  }

  /// Names this alike are told wherever the two are.
  private static let sameName = 0.85
  /// Names this alike are told where the two are in one province, or one says none.
  private static let likeName = 0.5

  /// As much of a record as it takes to compare it with another.
  package struct Candidate: Sendable, Equatable {
    /// Which.
    package let id: ID<Organisation>
    /// Its name.
    package let name: String
    /// Its English name.
    package let nameEN: String?
    /// Its tax code.
    package let taxCode: String?
    /// GSO code of its province.
    package let province: String?
    /// Its state.
    package let status: Organisation.Status
    /// Whether the person behind the other record is behind this one too.
    package var isOfSamePerson: Bool

    /// Puts one together.
    package init(
      id: ID<Organisation>, name: String, nameEN: String?, taxCode: String?, province: String?,
      status: Organisation.Status, isOfSamePerson: Bool = false
    ) {
      self.id = id
      self.name = name
      self.nameEN = nameEN
      self.taxCode = taxCode
      self.province = province
      self.status = status
      self.isOfSamePerson = isOfSamePerson
    }
  }

  /// Compares a record with another; nil where nothing says that they are the same.
  package init?(_ own: OrganisationProfile, _ other: Candidate) {
    let likeness =
      [own.name, own.nameEN].compactMap { $0.map(NameLikeness.init) }
      .flatMap { mine in
        [other.name, other.nameEN].compactMap { $0 }
          .map { mine.likeness(to: NameLikeness($0)) }
      }.max() ?? 0
    let (here, there) = (own.province, other.province)
    if let code = own.taxCode, code == other.taxCode {
      why = .taxCode
    } else if other.isOfSamePerson {
      why = .personalID
    } else if let code = own.taxCode, code.prefix(10) == other.taxCode?.prefix(10) {
      why = .branch
    } else if likeness >= Self.likeName, here == there || here == nil || there == nil {
      why = .nameAndPlace
    } else if likeness >= Self.sameName {
      why = .name
    } else {
      return nil
    }
    (id, name, province, status) = (other.id, other.name, there, other.status)
  }

  /// The record as it stands in the API.
  package var json: JSON {
    var members: [(String, JSON)] = [("id", .string(id.text)), ("name", .string(name))]
    members.add("province", province)
    members.append(("status", .string(status.rawValue)))
    members.append(("why", .string(why.rawValue)))
    return .object(JSONObject(members))
  }
}
