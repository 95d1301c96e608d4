import HTTP
import Testing

@Suite struct MetricsTests {
  private func handler(_ metrics: Metrics) throws -> @Sendable (Request) -> Response {
    let router = try Router([
      Route(.GET, "/a/{id}") { _, _ in Response(.ok) },
      Route(.POST, "/fail") { _, _ in Response(.internalServerError) },
    ])
    return compose([metrics.middleware], around: router.respond)
  }

  @Test func countsByMethodRouteAndClass() throws {
    let metrics = Metrics(gauges: [Metrics.Gauge("queue_length", help: "Waiting.") { 7 }])
    let handler = try handler(metrics)
    for id in 0..<5 { _ = handler(try request(.GET, "/a/\(id)")) }
    _ = handler(try request(.POST, "/fail"))
    _ = handler(try request(.GET, "/unknown/1"))
    _ = handler(try request(Method("X\"Y"), "/a/1"))
    let page = metrics.page
    for line in [
      #"http_requests_total{method="GET",route="/a/{id}",status="2xx"} 5"#,
      #"http_requests_total{method="POST",route="/fail",status="5xx"} 1"#,
      #"http_requests_total{method="GET",route="unmatched",status="4xx"} 1"#,
      #"http_requests_total{method="other",route="unmatched",status="4xx"} 1"#,
      #"http_request_duration_seconds_bucket{method="GET",route="/a/{id}",le="+Inf"} 5"#,
      #"http_request_duration_seconds_count{method="GET",route="/a/{id}"} 5"#,
      "# TYPE http_request_duration_seconds histogram", "http_requests_in_flight 0",
      "queue_length 7.0",
    ] {
      #expect(page.split(separator: "\n").contains(Substring(line)), "\(line)")
    }
    #expect(metrics.response.headers["Content-Type"]?.contains("version=0.0.4") == true)
  }

  @Test func writesRisingBuckets() throws {
    let metrics = Metrics()
    let handler = try handler(metrics)
    for _ in 0..<100 { _ = handler(try request(.GET, "/a/1")) }
    let buckets = metrics.page.split(separator: "\n")
      .filter { $0.hasPrefix("http_request_duration_seconds_bucket") }
      .compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
    #expect(buckets.count == Metrics.bounds.count + 1)
    #expect(buckets == buckets.sorted())
    #expect(buckets.last == 100)
  }

  @Test func countsFromManyThreads() async throws {
    let metrics = Metrics()
    let handler = try handler(metrics)
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<250 { _ = (try? request(.GET, "/a/1")).map(handler) }
        }
      }
    }
    #expect(metrics.page.contains(#"status="2xx"} 2000"#))
  }
}
