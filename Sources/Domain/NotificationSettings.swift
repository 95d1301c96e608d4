/// How one person wants to be told by e-mail.
package struct NotificationSettings: Sendable, Equatable {
  /// Whose.
  package let account: ID<Account>
  /// What holds where nothing else is chosen.
  package var mail: MailChoice
  /// What was chosen for single topics.
  package var topics: [NoticeTopic: MailChoice]
  /// Counts changes from 1, which stands for never changed; the entity tag.
  package var version: Int

  /// What holds for somebody who has chosen nothing, or what was chosen.
  package init(
    account: ID<Account>, mail: MailChoice = .atOnce, topics: [NoticeTopic: MailChoice] = [:],
    version: Int = 1
  ) {
    self.account = account
    self.mail = mail
    self.topics = topics
    self.version = version
  }

  /// How mail about a topic comes.
  package func choice(_ topic: NoticeTopic) -> MailChoice {
    topic.canBeChosen ? topics[topic] ?? mail : .atOnce
  }

  /// The settings after somebody wants no more mail: about that topic, or about any where nil.
  package func without(_ topic: NoticeTopic?) -> NotificationSettings {
    var copy = self
    if let topic {
      copy.topics[topic] = MailChoice.none
    } else {
      copy.mail = .none
      copy.topics = [:]
    }
    return copy
  }

  /// The settings as they stand in the API; `effective` has what holds for each topic.
  package var json: JSON {
    let effective = NoticeTopic.allCases.map {
      ($0.rawValue, JSON.string(choice($0).rawValue))
    }
    return stored.merging(["effective": .object(JSONObject(effective)), "version": JSON(version)])
  }

  /// What is kept of them.
  package var stored: JSON {
    let chosen = NoticeTopic.allCases.compactMap { topic in
      topics[topic].map { (topic.rawValue, JSON.string($0.rawValue)) }
    }
    return ["mail": .string(mail.rawValue), "topics": .object(JSONObject(chosen))]
  }

  /// Members that the register itself keeps.
  package static let readOnly: Set<String> = ["effective", "version"]

  /// Reads the chosen members; the topic that cannot be chosen is refused by name.
  /// - Throws: `DomainError.invalid` with all faults.
  package init(_ json: JSON, account: ID<Account>, version: Int) throws(DomainError) {
    let log = FaultLog()
    var mail: MailChoice?
    var topics: [NoticeTopic: MailChoice] = [:]
    if var reader = ObjectReader(json, log: log) {
      mail = reader.code("mail", MailChoice.self)
      reader.require("mail", mail != nil)
      topics =
        reader.object("topics") { chosen in
          var topics: [NoticeTopic: MailChoice] = [:]
          for topic in NoticeTopic.allCases where topic.canBeChosen {
            topics[topic] = chosen.code(topic.rawValue, MailChoice.self)
          }
          return topics
        } ?? [:]
      reader.finish(readOnly: Self.readOnly)
    }
    try log.check()
    self.init(account: account, mail: mail ?? .atOnce, topics: topics, version: version)
  }
}
