import Domain
import HTML

/// One row of a chart: what is counted, and its parts side by side.
struct ChartRow: Sendable {
  /// What people read beside the bar.
  let name: String
  /// Where it leads, if anywhere.
  var path: String?
  /// How many of each part; one for a bar that is not divided.
  let counts: [Int]

  /// The whole of it.
  var total: Int { counts.reduce(0, +) }
}

/// Numbers as a table that draws each row under its name, so that the drawing can be read by whoever
/// does not see it, at any width, and without colours.
struct Chart: Sendable {
  /// What the table is about.
  let caption: String
  /// The head of the first column.
  let head: String
  /// The names of the parts; one where bars are not divided.
  let parts: [String]
  /// The rows in order.
  let rows: [ChartRow]
}

extension Visit {
  /// A chart with its numbers.
  func chart(_ chart: Chart) -> Node {
    let most = max(1, chart.rows.map(\.total).max() ?? 1)
    return div(
      .class("scroll"), .role("region"), .aria("label", chart.caption), .attribute("tabindex", "0")
    ) {
      table(.class("chart")) {
        caption(.class("hidden"), text: chart.caption)
        thead {
          tr {
            th(.attribute("scope", "col"), text: chart.head)
            for (place, part) in chart.parts.enumerated() {
              th(.class("amount"), .attribute("scope", "col")) {
                if chart.parts.count > 1 { swatch(place) }
                part
              }
            }
          }
        }
        tbody {
          for row in chart.rows {
            tr {
              th(.attribute("scope", "row")) {
                if let path = row.path { a(.href(path), text: row.name) } else { row.name }
                bar(row, of: most)
              }
              for count in row.counts {
                td(.class("amount"), text: Figures.grouped(Int64(count), language))
              }
            }
          }
        }
      }
    }
  }

  /// A bar as wide as its share of the longest; its parts differ in lightness and by a gap.
  private func bar(_ row: ChartRow, of most: Int) -> Node {
    var rectangles: [Node] = []
    var start = 0
    for (place, count) in row.counts.enumerated() where count > 0 {
      rectangles.append(
        Tag("rect")(
          .class("part\(place)"), .attribute("x", Self.share(start, most)),
          .attribute("width", Self.share(count, most)), .attribute("height", "10")))
      start += count
    }
    return Tag("svg")(
      .class("share"), .attribute("width", "100%"), .attribute("height", "10"),
      .aria("hidden", "true")
    ) {
      rectangles
    }
  }

  /// The sign of a part in the head of its column.
  private func swatch(_ place: Int) -> Node {
    Tag("svg")(
      .class("share swatch"), .attribute("width", "10"), .attribute("height", "10"),
      .aria("hidden", "true")
    ) {
      Tag("rect")(
        .class("part\(place)"), .attribute("width", "10"), .attribute("height", "10"))
    }
  }

  private static func share(_ count: Int, _ most: Int) -> String {
    let tenths = count * 1000 / most
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// A course over time, drawn; the numbers stand in the table that goes with it.
  func course(_ rows: [ChartRow], _ name: String) -> Node {
    let most = max(1, rows.map(\.total).max() ?? 1)
    let (step, height) = (20, 120)
    let width = step * rows.count
    let drawing = Tag("svg")(
      .class("course"), .role("img"), .aria("label", name),
      .attribute("viewBox", "0 0 \(width) \(height + 2)"),
      .attribute("preserveAspectRatio", "none")
    ) {
      rows.enumerated().filter { $0.element.total > 0 }.map { place, row in
        let tall = max(2, row.total * height / most)
        return Tag("rect")(
          .class("part0"), .attribute("x", String(place * step + 3)),
          .attribute("y", String(height - tall)), .attribute("width", String(step - 6)),
          .attribute("height", String(tall))
        ) { Tag("title")(text: "\(row.name): \(row.total)") }
      }
      Tag("rect")(
        .class("ground"), .attribute("x", "0"), .attribute("y", String(height)),
        .attribute("width", String(width)), .attribute("height", "1"))
    }
    return .group([
      drawing,
      p(.class("ends"), .aria("hidden", "true")) {
        span(text: rows.first?.name ?? "")
        span(text: rows.last?.name ?? "")
      },
    ])
  }
}
