import Domain
import Testing

@Suite struct JSONWriterTests {
  @Test func writesOneLine() {
    let value: JSON = ["a": [1, 1.5, true, nil], "Tên": "Cà \"phê\"\\\n\u{1}", "o": [:], "l": []]
    #expect(
      value.compact
        == #"{"a":[1,1.5,true,null],"Tên":"Cà \"phê\"\\\n\u0001","o":{},"l":[]}"#)
  }

  @Test func writesForPeople() {
    let value: JSON = ["a": [1, ["b": nil]], "o": [:], "l": []]
    #expect(
      value.pretty == """
        {
          "a": [
            1,
            {
              "b": null
            }
          ],
          "o": {},
          "l": []
        }
        """)
  }

  @Test(arguments: [
    (JSON.number(0.1), "0.1"), (.number(1e300), "1e+300"), (.number(-2.5), "-2.5"),
    (.number(.infinity), "null"), (.number(.nan), "null"), (.integer(.min), "-9223372036854775808"),
  ]) func writesNumbers(_ row: (JSON, String)) {
    #expect(row.0.compact == row.1)
  }

  @Test(arguments: [
    ("\u{8}", #""\u0008""#), ("\u{C}", #""\u000c""#), ("\r\t", #""\r\t""#), ("\0", #""\u0000""#),
    ("\u{7F}", "\"\u{7F}\""), ("/", "\"/\""), ("\u{2028}", "\"\u{2028}\""), ("😀", "\"😀\""),
  ]) func escapesWhatMustBeEscaped(_ row: (String, String)) {
    #expect(JSON.string(row.0).compact == row.1)
  }
}
