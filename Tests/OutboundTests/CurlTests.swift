import Outbound
import Testing

@Suite struct CurlTests {
  @Test func theLibraryIsThere() {
    #expect(Curl.prepare())
    #expect(Curl.version.split(separator: ".").count == 3)
  }
}
