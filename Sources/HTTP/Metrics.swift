import Synchronization

/// Counts requests for Prometheus (text format 0.0.4).
///
/// Labels are the method, the route's pattern and the status class, all from small closed sets, so
/// that no client can make the number of series grow.
package final class Metrics: Sendable {
  private struct Key: Hashable {
    let method: String
    let route: String
  }

  private struct Series {
    var byClass: [String: UInt64] = [:]
    var buckets = [UInt64](repeating: 0, count: Metrics.bounds.count)
    var count: UInt64 = 0
    var seconds = 0.0
  }

  /// A value that another part of the program lends to the page.
  package struct Gauge: Sendable {
    /// The metric's name.
    package let name: String
    /// What it means.
    package let help: String
    /// Reads it now.
    package let read: @Sendable () -> Double

    /// Makes a gauge.
    package init(_ name: String, help: String, read: @escaping @Sendable () -> Double) {
      self.name = name
      self.help = help
      self.read = read
    }
  }

  /// Upper bounds of the duration histogram in seconds.
  package static let bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

  private let series = Mutex<[Key: Series]>([:])
  private let inFlight = Atomic<Int>(0)
  private let gauges: [Gauge]

  /// Starts at zero.
  package init(gauges: [Gauge] = []) {
    self.gauges = gauges
  }

  /// Counts every request that is not confidential, and how long its handler took.
  package var middleware: Middleware {
    { request, next in
      self.inFlight.wrappingAdd(1, ordering: .relaxed)
      let start = ContinuousClock.now
      let response = next(request)
      self.inFlight.wrappingSubtract(1, ordering: .relaxed)
      self.count(request.method, response, start.duration(to: .now))
      return response
    }
  }

  /// Counts one answered request; the server uses it for requests that no handler sees.
  func count(_ method: Method, _ response: Response, _ duration: Duration) {
    // What is answered on confidential routes is no number for the public: it could be counted
    // there how many proposals were submitted.
    guard !response.isConfidential else { return }
    let name = Method.known.contains(method) ? method.name : "other"
    let key = Key(method: name, route: response.route ?? "unmatched")
    let (whole, attoseconds) = duration.components
    let seconds = Double(whole) + Double(attoseconds) / 1e18
    series.withLock { series in
      series[key, default: Series()].byClass[response.status.classLabel, default: 0] += 1
      series[key, default: Series()].count += 1
      series[key, default: Series()].seconds += seconds
      if let bucket = Metrics.bounds.firstIndex(where: { seconds <= $0 }) {
        series[key, default: Series()].buckets[bucket] += 1
      }
    }
  }

  /// The page for `/metrics`.
  package var response: Response {
    var response = Response(.ok, body: .text(page))
    response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8"
    response.headers["Cache-Control"] = "no-store"
    return response
  }

  /// The text of the page, with series in a stable order.
  package var page: String {
    let rows = series.withLock { $0 }.sorted {
      ($0.key.route, $0.key.method) < ($1.key.route, $1.key.method)
    }
    var text = Self.head(
      "http_requests_total", "counter", "Requests answered, by method, route and status class.")
    for (key, series) in rows {
      for (status, count) in series.byClass.sorted(by: { $0.key < $1.key }) {
        text += "http_requests_total{\(Self.labels(key)),status=\"\(status)\"} \(count)\n"
      }
    }
    text += Self.head(
      "http_request_duration_seconds", "histogram", "Time a handler took, by method and route.")
    for (key, series) in rows {
      let labels = Self.labels(key)
      var sum: UInt64 = 0
      for (bound, count) in zip(Self.bounds, series.buckets) {
        sum += count
        text += "http_request_duration_seconds_bucket{\(labels),le=\"\(bound)\"} \(sum)\n"
      }
      text += "http_request_duration_seconds_bucket{\(labels),le=\"+Inf\"} \(series.count)\n"
      text += "http_request_duration_seconds_sum{\(labels)} \(series.seconds)\n"
      text += "http_request_duration_seconds_count{\(labels)} \(series.count)\n"
    }
    text += Self.head("http_requests_in_flight", "gauge", "Requests being answered now.")
    text += "http_requests_in_flight \(inFlight.load(ordering: .relaxed))\n"
    for gauge in gauges {
      text += Self.head(gauge.name, "gauge", gauge.help)
      text += "\(gauge.name) \(gauge.read())\n"
    }
    return text
  }

  private static func head(_ name: String, _ type: String, _ help: String) -> String {
    "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
  }

  private static func labels(_ key: Key) -> String {
    "method=\"\(key.method)\",route=\"\(escape(key.route))\""
  }

  private static func escape(_ value: String) -> String {
    value.reduce(into: "") { text, character in
      switch character {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.append(character)
      }
    }
  }
}
