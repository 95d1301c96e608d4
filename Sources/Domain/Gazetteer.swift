/// The provinces with their GSO codes, present and former.
///
/// Thirty-four since 1 July 2025 (NQ 202/2025/QH15, codes in QĐ 19/2025/QĐ-TTg). They go on
/// changing, so they are data with dates and successors, and codes are text.
package struct Gazetteer: Sendable {
  /// One province over one period.
  package struct Province: Sendable, Equatable {
    /// Two digits, with leading zero.
    package let code: String
    /// Its name.
    package let name: Bilingual
    /// `province` or `city`.
    package let kind: String
    /// First day, as yyyy-mm-dd; nil when not known.
    package let validFrom: String?
    /// Last day; nil while it exists.
    package let validTo: String?
    /// The code of the province that took it over.
    package let successor: String?
    /// Other spellings.
    package let aliases: [String]
  }

  /// A commune, ward or special zone, the lower of the two tiers.
  package struct Commune: Sendable, Equatable {
    /// Five digits, with leading zeros.
    package let code: String
    /// Its name.
    package let name: String
    /// `ward`, `commune` or `special_zone`.
    package let kind: String
    /// The province it is in.
    package let province: String
  }

  /// What a written place stands for.
  package struct Resolution: Sendable, Equatable {
    /// The province as it is now.
    package let code: String
    /// The former province that was named, if it was one.
    package let former: Bilingual?
  }

  /// Every row, present and former.
  package let rows: [Province]
  /// The provinces that exist now, by code.
  package let current: [String: Province]
  /// The communes that are known, which are those of the provinces that use the register.
  package let communes: [Commune]
  private let byName: [String: Province]
  private let communeProvince: [String: String]

  /// Reads `fixtures/codes/provinces.json` and `communes.json`.
  /// - Throws: `ReferenceDataError` naming the first row that cannot be read.
  package init(json: JSON, communes: JSON = []) throws(ReferenceDataError) {
    self.communes = try Self.communes(communes)
    communeProvince = Dictionary(
      self.communes.map { ($0.code, $0.province) }, uniquingKeysWith: { first, _ in first })
    var rows: [Province] = []
    for element in json.elements ?? [] {
      guard let code = element["code"]?.text, let vi = element["vi"]?.text,
        let en = element["en"]?.text, let kind = element["kind"]?.text
      else { throw ReferenceDataError(source: "provinces", detail: element.compact) }
      rows.append(
        Province(
          code: code, name: Bilingual(vi: vi, en: en), kind: kind,
          validFrom: element["valid_from"]?.text, validTo: element["valid_to"]?.text,
          successor: element["successor"]?.text,
          aliases: (element["aliases"]?.elements ?? []).compactMap(\.text)))
    }
    self.rows = rows
    current = Dictionary(
      rows.filter { $0.validTo == nil }.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first })
    // A present name wins over a former one: An Giang, Lào Cai and others kept theirs.
    var byName: [String: Province] = [:]
    for row in rows.filter({ $0.validTo == nil }) + rows.filter({ $0.validTo != nil }) {
      for name in [row.name.vi, row.name.en] + row.aliases where byName[Self.key(name)] == nil {
        byName[Self.key(name)] = row
      }
    }
    self.byName = byName
  }

  private static func communes(_ json: JSON) throws(ReferenceDataError) -> [Commune] {
    var communes: [Commune] = []
    for element in json.elements ?? [] {
      guard let code = element["code"]?.text, let name = element["vi"]?.text,
        let kind = element["kind"]?.text, let province = element["province"]?.text
      else { throw ReferenceDataError(source: "communes", detail: element.compact) }
      communes.append(Commune(code: code, name: name, kind: kind, province: province))
    }
    return communes
  }

  /// The province that a known commune is in.
  package func province(ofCommune code: String) -> String? { communeProvince[code] }

  /// Finds the present province for a code or a name, present or former.
  package func resolve(_ written: String) -> Resolution? {
    let text = written.trimmed
    if current[text] != nil { return Resolution(code: text, former: nil) }
    let isCode = text.utf8.count == 2 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    let row = isCode ? rows.last { $0.code == text && $0.successor != nil } : byName[Self.key(text)]
    guard let row else { return nil }
    if row.validTo == nil { return Resolution(code: row.code, former: nil) }
    guard let code = row.successor, let now = current[code] else { return nil }
    // Đồng Nai the province and Đồng Nai the city are one place under one name and code.
    let renamed = now.name != row.name
    return Resolution(code: code, former: renamed ? row.name : nil)
  }

  /// The name of a present province; the bare code where it is not one.
  package func name(_ code: String) -> Bilingual {
    current[code]?.name ?? Bilingual(vi: code, en: code)
  }

  /// Names compare folded, without their rank and without spaces and punctuation, so that
  /// "Tỉnh Đắk Lắk", "Daklak" and "dak lak" meet.
  private static func key(_ name: String) -> String {
    var folded = Folding.fold(Folding.nfc(name))
    for rank in ["tinh ", "thanh pho ", "tp. ", "tp.", "tp "] where folded.hasPrefix(rank) {
      folded = String(folded.dropFirst(rank.count))
      break
    }
    for rank in [" province", " city"] where folded.hasSuffix(rank) {
      folded = String(folded.dropLast(rank.count))
      break
    }
    return String(folded.filter { $0.isLetter || $0.isNumber })
  }
}

extension StringProtocol {
  /// The text without white space at either end; empty where nothing of it can be seen.
  package var trimmed: String {
    var view = self[...]
    while let first = view.first, first.isWhitespace { view = view.dropFirst() }
    while let last = view.last, last.isWhitespace { view = view.dropLast() }
    return view.unicodeScalars.allSatisfy(\.isUnseen) ? "" : String(view)
  }
}

extension Unicode.Scalar {
  /// Whether it shows nothing by itself: white space, controls, marks of format and direction, what
  /// Unicode says to leave out where it is unknown (Default_Ignorable_Code_Point: joiners, soft
  /// hyphen, fillers) or gives no character to, and two symbols that are drawn empty.
  fileprivate var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .format, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator: true
    default:
      properties.isDefaultIgnorableCodePoint || self == "\u{2800}" || self == "\u{1D159}"
    }
  }
}
