import HTTP
import Testing

@Suite struct LinkTests {
  @Test func writesLinks() {
    let next = Link("/items?cursor=a%3D&limit=20", relation: "next")
    let alternate = Link(
      "/feed", relation: "alternate", type: "application/atom+xml", title: "Tin mới")
    #expect(
      Link.headerValue([next, alternate])
        == "</items?cursor=a%3D&limit=20>; rel=\"next\", "
        + "</feed>; rel=\"alternate\"; type=\"application/atom+xml\"; title*=UTF-8''Tin%20m%E1%BB%9Bi"
    )
  }

  @Test func letsNothingBreakOut() {
    let link = Link("/a>; rel=\"x\"\r\nb", relation: "next\"\r\n")
    #expect(link.headerValue == "</a%3E;%20rel=%22x%22%0D%0Ab>; rel=\"next\"")
    var headers = Headers()
    let isAdded = headers.append("Link", link.headerValue)
    #expect(isAdded)
  }
}
