import Gateway
import JSON
import WixAPI

extension AccountRecord {
    /// The account as the API shows it: no secret is in it.
    func json(serverCount: Int) -> JSONValue {
        var json: JSONValue = ["id": .string(id), "name": .string(name)]
        let ids: (type: String, site: String?, account: String?, app: String?, instance: String?) =
            switch credential {
            case .apiKey(_, let siteID, let accountID): ("api_key", siteID, accountID, nil, nil)
            case .oauthApp(let appID, _, let instanceID): ("oauth_app", nil, nil, appID, instanceID)
            }
        json["type"] = .string(ids.type)
        json["site_id"] = .init(ids.site)
        json["account_id"] = .init(ids.account)
        json["app_id"] = .init(ids.app)
        json["instance_id"] = .init(ids.instance)
        let (state, reason): (String, String?) =
            switch self.state {
            case .active: ("active", nil)
            case .needsReauth(let reason): ("needs_reauth", reason)
            }
        json["state"] = .string(state)
        json["state_reason"] = .init(reason)
        json["managed_by"] = .string(manager.rawValue)
        json["mcp_count"] = .number(JSONNumber(serverCount))
        json["created_at"] = .string(createdAt.text)
        json["updated_at"] = .string(updatedAt.text)
        return json
    }

    var position: ListPosition { ListPosition(createdAt: createdAt, id: id) }
}

extension AccountReport.Check {
    var json: JSONValue { ["name": .string(name), "ok": .bool(isFine), "message": .string(message)] }
}

extension SiteSummary {
    /// - Parameter connectedAs: the name of the account that has the site.
    func json(connectedAs: String?) -> JSONValue {
        [
            "site_id": .string(siteID), "name": .string(name), "url": .init(url), "published": .bool(isPublished),
            "connected_as": .init(connectedAs),
        ]
    }
}

extension QuotaReport {
    var json: JSONValue {
        [
            "limit": .number(JSONNumber(limit)), "remaining": .number(JSONNumber(remaining)),
            "reset_seconds": .number(JSONNumber(resetSeconds)), "source": .string(source),
            "enforced": .bool(isEnforced),
            "history": .array(
                history.map {
                    ["minute": .string($0.start.text), "requests": .number(JSONNumber($0.requests))]
                }),
        ]
    }
}

extension JSONValue {
    /// Null for nil.
    init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }

    init(_ time: Timestamp?) { self.init(time?.text) }
}
