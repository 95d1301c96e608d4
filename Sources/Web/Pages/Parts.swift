import Domain
import HTML
import HTTP
import UseCases

/// Pieces that many pages show.
extension Visit {
  /// A moment, with its form for programs.
  func moment(_ instant: Instant) -> Node {
    time(.datetime(instant.rfc3339InVietnam), text: instant.textInVietnam)
  }

  /// An amount, to the đồng and as people say it.
  func money(_ amount: Int64) -> String { Figures.moneyTold(amount, language) }

  /// Where a record stands, in words; the colour only repeats them.
  func badge<C: Code>(_ state: C) -> Node {
    span(.class("badge badge-\(state.rawValue) \(Tone(state))"), text: word(state))
  }

  /// Codes as short labels.
  func tags<C: Code>(_ codes: [C]) -> Node {
    codes.isEmpty
      ? .nothing : ul(.class("tags")) { for code in codes { li(text: word(code)) } }
  }

  /// Terms with what is known of each; those of which nothing is known are left out.
  func facts(_ rows: [(key: String, value: Node?)]) -> Node {
    let known = rows.compactMap { row in row.value.map { (row.key, $0) } }
    guard !known.isEmpty else { return .nothing }
    return dl(.class("facts")) {
      for (key, value) in known {
        div {
          dt(text: say(key))
          dd { value }
        }
      }
    }
  }

  /// A text in paragraphs, as it was written.
  func paragraphs(_ text: String) -> Node {
    .group(
      text.split(separator: "\n", omittingEmptySubsequences: true).map { line in
        p { self.text(String(line)) }
      })
  }

  /// A text of the service's own in paragraphs: it is in the language of the page, whatever names
  /// stand in it.
  func toldParagraphs(_ text: String) -> Node {
    .group(text.split(separator: "\n").map { p(text: String($0)) })
  }

  /// Contents that show a text from the register, marked as Vietnamese where the page is in another
  /// language.
  func inVietnamese(_ text: String, _ contents: Node) -> Node {
    self.text(text) == .text(text) ? contents : span(.lang("vi")) { contents }
  }

  /// A section with its heading; nothing where there is nothing in it.
  func part(_ key: String, _ contents: [Node]) -> Node {
    let kept = contents.filter { $0 != .nothing }
    guard !kept.isEmpty else { return .nothing }
    return section {
      h2(text: say(key))
      kept
    }
  }

  /// The link to the next page of a list, which keeps what was asked for.
  func nextPage(_ cursor: String?) -> Node {
    guard let cursor else { return .nothing }
    let kept = request.query.items.filter { $0.name != "cursor" && $0.name != "done" }
    let query = Query(kept.map { ($0.name, $0.value) } + [("cursor", cursor)])
    return p(.class("more")) {
      a(.rel("next"), .href(request.rawPath + "?" + query.encoded), text: say("list.next"))
    }
  }

  /// A table with its heads; each cell says under which head it stands, for narrow screens.
  func dataTable(_ heads: [String], caption text: String, rows: [[Node]]) -> Node {
    div(.class("scroll"), .role("region"), .aria("label", text), .attribute("tabindex", "0")) {
      HTML.table {
        caption(.class("hidden"), text: text)
        thead { tr { for head in heads { th(.attribute("scope", "col"), text: say(head)) } } }
        tbody {
          for row in rows {
            tr {
              for (head, cell) in zip(heads, row) { td(.data("head", say(head))) { cell } }
            }
          }
        }
      }
    }
  }

  /// A text with ranges of it marked; ranges count Unicode scalars.
  func marked(_ text: String, _ ranges: [Range<Int>]) -> Node {
    let scalars = Array(text.unicodeScalars)
    var (nodes, position): ([Node], Int) = ([], 0)
    func piece(_ range: Range<Int>) -> String {
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[range])
      return String(text)
    }
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound })
    where range.lowerBound >= position && range.upperBound <= scalars.count {
      nodes.append(.text(piece(position..<range.lowerBound)))
      nodes.append(mark(text: piece(range)))
      position = range.upperBound
    }
    nodes.append(.text(piece(position..<scalars.count)))
    return .group(nodes)
  }
}
