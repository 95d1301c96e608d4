import Domain

/// The codes of a record that searches filter by and count, small enough to go through all of them.
struct Tags: Sendable {
  private var technologyBits: UInt32 = 0
  private var fieldBits: UInt16 = 0
  private var kindBits: UInt8 = 0
  private var stageBits: UInt8 = 0
  /// Place in `statuses`.
  let status: UInt8
  /// The number that a province's two digits make; `noProvince` where there is none.
  let province: UInt8

  var kinds: CodeSet<OrganisationKind> {
    get { CodeSet(bits: UInt32(kindBits)) }
    set { kindBits = UInt8(truncatingIfNeeded: newValue.bits) }
  }
  var fields: CodeSet<Field> {
    get { CodeSet(bits: UInt32(fieldBits)) }
    set { fieldBits = UInt16(truncatingIfNeeded: newValue.bits) }
  }
  var technologies: CodeSet<Technology> {
    get { CodeSet(bits: technologyBits) }
    set { technologyBits = newValue.bits }
  }
  var stages: CodeSet<Stage> {
    get { CodeSet(bits: UInt32(stageBits)) }
    set { stageBits = UInt8(truncatingIfNeeded: newValue.bits) }
  }

  /// Every state that a public record can be in.
  static let statuses = [Organisation.Status.verified.rawValue] + Problem.Status.accepted
  static let noProvince: UInt8 = 100

  init(status: String, province: String?) {
    self.status = UInt8(Self.statuses.firstIndex(of: status) ?? 0)
    self.province = province.map(Self.number) ?? Self.noProvince
  }

  /// The number of a province's code.
  static func number(_ province: String) -> UInt8 {
    guard province.utf8.count == 2, let number = UInt8(province), number < noProvince else {
      return noProvince
    }
    return number
  }

  /// The code of a province's number.
  static func province(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A set of codes of one list, as bits.
struct CodeSet<Element: Code>: Sendable, Equatable, ExpressibleByArrayLiteral {
  private(set) var bits: UInt32 = 0

  init(_ codes: [Element]) {
    guard !codes.isEmpty else { return }
    for (place, code) in Element.allCases.enumerated() where codes.contains(code) {
      bits |= 1 << UInt32(place)
    }
  }

  init(bits: UInt32) { self.bits = bits }

  init(arrayLiteral codes: Element...) { self.init(codes) }

  var isEmpty: Bool { bits == 0 }
  var count: Int { bits.nonzeroBitCount }

  /// The codes in the order of their list.
  var codes: [Element] {
    bits == 0
      ? [] : Element.allCases.enumerated().filter { bits & 1 << UInt32($0.0) != 0 }.map(\.1)
  }

  func intersection(_ other: Self) -> Self { Self(bits: bits & other.bits) }
  func union(_ other: Self) -> Self { Self(bits: bits | other.bits) }
  mutating func insert(_ code: Element) { bits |= Self([code]).bits }
}
