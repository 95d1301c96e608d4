/// A media type (RFC 9110 §8.3.1), compared without its parameters.
package struct MediaType: Hashable, Sendable, CustomStringConvertible {
  /// `type/subtype` in lower case.
  package let essence: String

  /// Parses `type/subtype; parameters`, or returns `nil` where it is not that.
  package init?(_ text: String) {
    let essence = text.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    let halves = essence.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, halves.allSatisfy({ Headers.isToken(String($0)) }) else { return nil }
    self.essence = essence
  }

  private init(known essence: String) {
    self.essence = essence
  }

  /// `application/json`
  package static let json = MediaType(known: "application/json")
  /// `application/problem+json` (RFC 9457)
  package static let problemJSON = MediaType(known: "application/problem+json")
  /// `application/merge-patch+json` (RFC 7396)
  package static let mergePatchJSON = MediaType(known: "application/merge-patch+json")
  /// `text/html`
  package static let html = MediaType(known: "text/html")
  /// `text/plain`
  package static let text = MediaType(known: "text/plain")
  /// `text/csv` (RFC 4180)
  package static let csv = MediaType(known: "text/csv")
  /// `text/css`
  package static let css = MediaType(known: "text/css")
  /// `text/javascript` (RFC 9239)
  package static let javascript = MediaType(known: "text/javascript")
  /// `image/svg+xml`
  package static let svg = MediaType(known: "image/svg+xml")
  /// `application/x-www-form-urlencoded`
  package static let form = MediaType(known: "application/x-www-form-urlencoded")
  /// `multipart/form-data` (RFC 7578)
  package static let multipartForm = MediaType(known: "multipart/form-data")

  /// The value for `Content-Type`: text types say that they are UTF-8.
  package var headerValue: String {
    essence.hasPrefix("text/") ? essence + "; charset=utf-8" : essence
  }

  package var description: String { essence }

  fileprivate var type: Substring { essence.prefix { $0 != "/" } }
}

/// What a client takes, with its preferences: the value of `Accept` (RFC 9110 §12.5.1).
package struct Accept: Sendable, Equatable {
  private struct Range: Sendable, Equatable {
    let pattern: String
    let thousandths: Int

    var precision: Int { pattern == "*/*" ? 0 : pattern.hasSuffix("/*") ? 1 : 2 }

    func covers(_ type: MediaType) -> Bool {
      switch precision {
      case 0: true
      case 1: pattern.dropLast(2) == type.type
      default: pattern == type.essence
      }
    }
  }

  private let ranges: [Range]

  /// Parses a value; no value, or one without a readable range, takes everything.
  package init(_ value: String?) {
    ranges = (value ?? "").split(separator: ",").compactMap { part in
      guard let type = MediaType(String(part)) else { return nil }
      return Range(pattern: type.essence, thousandths: QualityValue.thousandths(in: part))
    }
  }

  /// The client's wish for a type, 0 to 1000; the most precise range decides.
  package func quality(of type: MediaType) -> Int {
    guard !ranges.isEmpty else { return 1000 }
    return ranges.filter { $0.covers(type) }.max { $0.precision < $1.precision }?.thousandths ?? 0
  }

  /// The offer that the client likes best; among equals the one offered first.
  ///
  /// - Returns: `nil` where none is acceptable, which 406 answers.
  package func best(of offers: [MediaType]) -> MediaType? {
    var best: (type: MediaType, quality: Int)?
    for offer in offers {
      let quality = quality(of: offer)
      if quality > (best?.quality ?? 0) { best = (offer, quality) }
    }
    return best?.type
  }
}

/// Language preferences: the value of `Accept-Language` (RFC 9110 §12.5.4), by the lookup of
/// RFC 4647 §3.4.
package enum AcceptLanguage {
  /// The offered language that the client likes best, such as `vi` for `vi-VN,vi;q=0.9,en;q=0.8`.
  ///
  /// - Returns: `nil` where the client names none of them.
  package static func best(_ value: String?, of offers: [String]) -> String? {
    var best: (offer: String, quality: Int)?
    for part in (value ?? "").split(separator: ",") {
      let tag = part.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
      let quality = QualityValue.thousandths(in: part)
      let match =
        tag == "*"
        ? offers.first
        : offers.first { tag == $0.lowercased() || tag.hasPrefix($0.lowercased() + "-") }
      if let match, quality > (best?.quality ?? 0) { best = (match, quality) }
    }
    return best?.offer
  }
}

private enum QualityValue {
  /// The `q` parameter of one list member as thousandths; without one it is 1000, and one that
  /// cannot be read counts as 0 (RFC 9110 §12.4.2 gives it at most three decimals).
  static func thousandths(in member: Substring) -> Int {
    for parameter in member.split(separator: ";").dropFirst() {
      let text = parameter.filter { $0 != " " && $0 != "\t" }.lowercased()
      guard text.hasPrefix("q=") else { continue }
      let halves = text.dropFirst(2).split(separator: ".", omittingEmptySubsequences: false)
      guard let whole = halves.first.flatMap({ Int($0) }), (0...1).contains(whole),
        halves.count <= 2
      else { return 0 }
      guard halves.count == 2 else { return whole * 1000 }
      let decimals = halves[1].prefix(3)
      guard decimals.allSatisfy(\.isASCII), decimals.allSatisfy(\.isNumber) else { return 0 }
      let fraction = Int(decimals + String(repeating: "0", count: 3 - decimals.count)) ?? 0
      return min(1000, whole * 1000 + fraction)
    }
    return 1000
  }
}
