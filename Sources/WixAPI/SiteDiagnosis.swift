import JSON

/// Reads the answers of a connection test.
struct SiteDiagnosis {
    let site: WixSite
    let answers: SiteAnswers
    private let properties: WixSiteProperties?
    private let catalogVersion: WixCatalogVersion?
    /// App definition ids; nil when the list could not be read.
    private let installed: Set<String>?

    init(site: WixSite, answers: SiteAnswers) {
        self.site = site
        self.answers = answers
        properties = SiteDiagnosis.value(answers[.properties])?["properties"].map { WixSiteProperties($0) }
        let version = SiteDiagnosis.value(answers[.catalogVersion])?["catalogVersion"]?.stringValue
        catalogVersion = version.flatMap { WixCatalogVersion(rawValue: $0) }
        installed = SiteDiagnosis.value(answers[.installedApps])?["appInstances"]?.arrayValue.map { rows in
            Set(rows.filter { $0["enabled"]?.boolValue ?? true }.compactMap { $0["appDefId"]?.stringValue })
        }
    }

    var report: WixSiteReport {
        var report = WixSiteReport()
        let credential = credentialCheck
        let site = siteCheck(credential)
        report.checks = [credential, site]
        report.properties = properties
        report.catalogVersion = catalogVersion
        guard report.ok else {
            report.error = answers[.properties]?.error ?? answers[.account]?.error
            report.credentialFault = [credential, site].first { $0.state == .failed }?.message
            return report
        }
        let areas = SiteProbe.areas.map { areaCheck($0) }
        report.checks += areas
        report.checks.append(permissionCheck)
        return report
    }

    private static func value(_ answer: Result<JSONValue, WixError>?) -> JSONValue? { try? answer?.get() }

    private func check(_ name: String, _ state: WixSiteReport.Check.State, _ message: String) -> WixSiteReport.Check {
        WixSiteReport.Check(name: name, state: state, message: message)
    }

    // MARK: Credential and site

    private var errors: [WixError] { answers.values.compactMap(\.error) }
    /// Answers of the site itself, without the account's.
    private var siteAnswers: [Result<JSONValue, WixError>] { answers.filter { $0.key != .account }.map(\.value) }

    private static func isAccepted(_ answer: Result<JSONValue, WixError>) -> Bool {
        answer.error?.provesCredential ?? true
    }

    private var isKey: Bool { if case .apiKey = site.credential { true } else { false } }

    private var credentialCheck: WixSiteReport.Check {
        let name = "credential"
        if answers.values.contains(where: SiteDiagnosis.isAccepted) {
            return check(name, .works, isKey ? "Wix accepts the API key." : "Wix accepts the app's credentials.")
        }
        let faults = Set(errors.compactMap { $0.credentialFault(of: site.credential) })
        if let fault = faults.min() { return check(name, .failed, fault) }
        guard errors.contains(where: \.isUnexplainedRefusal) else { return check(name, .unknown, unansweredWords) }
        // An app has its token by now, so that its credentials are right.
        guard isKey else { return check(name, .works, "Wix accepts the app's credentials.") }
        return check(
            name, .failed,
            "Wix refuses every call with this API key without a reason: the key is wrong or revoked, it may not access "
                + "this site, or the site does not exist any more. Check the key and its sites at "
                + "manage.wix.com/account/api-keys and the site id; then test the account.")
    }

    private func siteCheck(_ credential: WixSiteReport.Check) -> WixSiteReport.Check {
        let name = "site"
        if siteAnswers.contains(where: SiteDiagnosis.isAccepted) { return check(name, .works, siteWords) }
        guard credential.ok else {
            let state: WixSiteReport.Check.State = credential.state == .failed ? .failed : .unknown
            return check(name, state, "The site could not be asked. \(credential.message)")
        }
        guard !siteAnswers.isEmpty else {
            return check(
                name, .unknown,
                "No site is chosen: give the site id, which is what follows /dashboard/ in the dashboard's address.")
        }
        guard errors.contains(where: { $0.isUnexplainedRefusal || $0.credentialFault(of: site.credential) != nil })
        else { return check(name, .unknown, unansweredWords) }
        return check(name, .failed, closedSiteWords)
    }

    private var siteWords: String {
        guard let properties else {
            let error = answers[.properties]?.error
            let reason = error.map { $0.status == 403 ? "they need a permission" : $0.message } ?? "they are empty"
            return "The site answers. Its name, time zone and currency are not known: \(reason)."
        }
        let facts = [
            properties.timeZone.map { "time zone \($0)" } ?? "no time zone set",
            properties.currency.map { "currency \($0)" } ?? "no currency set",
        ]
        return "\(properties.name ?? "The site") answers: \(facts.joined(separator: ", "))."
    }

    /// Why a site is out of reach though the credential is right: the account's list may tell (platform.md 6.1).
    private var closedSiteWords: String {
        let again = "then test the account."
        guard isKey else {
            return
                "Wix refuses every call on this site: it was switched off or deleted, or the app has no permission at "
                + "all. Check the site and the app's permissions; \(again)"
        }
        guard let rows = SiteDiagnosis.value(answers[.account])?["sites"]?.arrayValue else {
            return "Wix refuses every call on this site. Check the site id and the sites of the API key; \(again)"
        }
        guard let row = rows.first else {
            return "The account has no site with the id \(site.name): it was deleted, or the id is wrong. Check the "
                + "site id; \(again)"
        }
        if row["trashedDate"]?.stringValue != nil {
            return "The site is in the account's trash. Restore it in the Wix dashboard; \(again)"
        }
        if row["blocked"]?.boolValue == true {
            return "Wix has switched the site off (blocked). Its owner can see why in the Wix dashboard; \(again)"
        }
        return
            "The API key may not access this site. Add the site to the key at manage.wix.com/account/api-keys; \(again)"
    }

    private var unansweredWords: String {
        let error = answers[.properties]?.error ?? answers[.account]?.error ?? errors.first
        return "This could not be checked. \(error?.sentence ?? "Wix did not answer.")"
    }

    // MARK: Areas

    private func areaCheck(_ probe: SiteProbe) -> WixSiteReport.Check {
        let name = probe.subject.rawValue
        let absent = check(name, .notInstalled, "\(probe.title) is not installed on this site.")
        if probe.subject == .stores, catalogVersion == .notInstalled { return absent }
        guard let error = answers[probe.subject]?.error else { return check(name, .works, workingWords(probe)) }
        if probe.subject == .stores, error.isCatalogMismatch { return check(name, .works, workingWords(probe)) }
        if probe.isNotFoundFine, error.status == 404 { return check(name, .works, workingWords(probe)) }
        let isAbsent = installed.map { !probe.appIDs.isEmpty && $0.isDisjoint(with: probe.appIDs) }
        switch error.status {
        case 428:
            let isNamed = error.code.contains("NOT_INSTALLED") || error.code == StatusMeaning.of(428).code
            if isAbsent ?? isNamed || error.code.contains("NOT_INSTALLED") { return absent }
        case 401, 403, 404:
            if isAbsent == true { return absent }
            guard error.status != 404 else { break }
            return check(
                name, .noPermission,
                "\(probe.title) needs the permission \(probe.permission), which \(isKey ? "the key" : "the app") lacks."
            )
        default: break
        }
        return check(
            name, [.refused, .failed].contains(error.outcome) && error.status != nil ? .failed : .unknown,
            error.sentence)
    }

    private func workingWords(_ probe: SiteProbe) -> String {
        guard probe.subject == .stores else { return "\(probe.title) works." }
        let version =
            catalogVersion ?? answers[.stores]?.error?.catalogNamed ?? (answers[.stores]?.error == nil ? .v3 : nil)
        switch version {
        case .v1: return "Wix Stores works with Catalog V1."
        case .v3: return "Wix Stores works with Catalog V3."
        case .notInstalled, .unknown, nil: return "Wix Stores works."
        }
    }

    /// Names every permission that was found missing.
    private var permissionCheck: WixSiteReport.Check {
        let missing = (SiteProbe.basics + SiteProbe.areas).filter { probe in
            guard let error = answers[probe.subject]?.error, error.status == 403 || error.status == 401 else {
                return false
            }
            return probe.appIDs.isEmpty || areaCheck(probe).state == .noPermission
        }
        guard !missing.isEmpty else { return check("permissions", .works, "No permission that was tried is missing.") }
        let names = missing.map(\.permission).joined(separator: "; ")
        return check("permissions", .noPermission, "Missing permissions: \(names).")
    }
}

extension Result {
    fileprivate var error: Failure? { if case .failure(let error) = self { error } else { nil } }
}
