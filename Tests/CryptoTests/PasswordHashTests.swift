import Crypto
import Testing

@Suite struct PasswordHashTests {
  private let light = PasswordHash.Cost(operations: 1, memory: 8192)

  @Test func aHashKnowsItsPasswordAndNoOther() throws {
    let hash = try #require(PasswordHash.make("mật khẩu dài của tôi", cost: light))
    #expect(hash.hasPrefix("$argon2id$v=19$m=8,t=1,p=1$"))
    #expect(PasswordHash.matches("mật khẩu dài của tôi", hash))
    for other in ["", "mật khẩu dài của tôi ", "mat khau dai cua toi", "Mật khẩu dài của tôi"] {
      #expect(!PasswordHash.matches(other, hash))
    }
    #expect(PasswordHash.make("mật khẩu dài của tôi", cost: light) != hash)
  }

  @Test func whatIsNoHashMatchesNothing() {
    for text in ["", "x", "$argon2id$", String(repeating: "a", count: 500)] {
      #expect(!PasswordHash.matches("", text) && !PasswordHash.matches("x", text))
    }
  }

  @Test func aCheaperHashIsOutdated() throws {
    let hash = try #require(PasswordHash.make("x", cost: light))
    #expect(!PasswordHash.isOutdated(hash, cost: light))
    #expect(PasswordHash.isOutdated(hash))
    #expect(PasswordHash.isOutdated("no hash"))
    let today = try #require(PasswordHash.make("x"))
    #expect(today.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
    #expect(!PasswordHash.isOutdated(today))
  }
}
