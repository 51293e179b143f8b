import JSON

/// The invented business of the sandbox.
enum Shop {
    static let name = "Juniper & Clay"
    static let url = "https://www.juniperandclay.example"
    static let locationId = "5a9d0c0e-0000-4000-8000-000000000201"
    static let workshopId = "5a9d0c0e-0000-4000-8000-000000000202"
    static let address = "214 Tannery Lane, Beacon, NY 12508"
    /// The Wix user whom the site belongs to.
    static let ownerId = "5a9d0c0e-0000-4000-8000-000000000203"
    /// The staff resource type of Wix Bookings.
    static let staffTypeId = "1cd44cf8-756f-41c3-bd90-3e2ffcaf1155"

    static let properties: JSONValue = [
        "categories": ["primary": "home-and-garden-store", "secondary": ["ceramics-studio"]],
        "locale": ["languageCode": "en", "country": "US"], "language": "en", "paymentCurrency": "USD",
        "timeZone": .string(SiteZone.name), "email": "hello@juniperandclay.example", "phone": "+1 555 0142",
        "address": [
            "street": "Tannery Lane", "streetNumber": "214", "apartmentNumber": "", "city": "Beacon", "country": "US",
            "state": "NY", "zip": "12508", "googleFormattedAddress": .string(address), "isPhysical": true,
            "coordinates": ["latitude": 41.5048, "longitude": -73.9696],
        ],
        "siteDisplayName": .string(name), "businessName": .string(name), "businessConfig": "STORE",
        "logo": "5a9d0c_4b1e7c20d93f4a6f8c5e2d7a90b3f164~mv2.png",
        "description": "Homeware made in small batches, and a studio where you can make your own.",
        "businessSchedule": [
            "periods": .array(
                ["TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"].map { day in
                    ["openDay": .string(day), "openTime": "09:00", "closeDay": .string(day), "closeTime": "20:30"]
                }), "specialHourPeriod": [],
        ],
        "multilingual": ["supportedLanguages": [], "autoRedirect": false],
        "consentPolicy": [
            "essential": true, "functional": true, "analytics": false, "advertising": false, "dataToThirdParty": false,
        ],
    ]

    static func location(_ id: String, _ name: String, isDefault: Bool, type: String) -> JSONValue {
        [
            "id": .string(id), "name": .string(name), "default": .bool(isDefault), "status": "ACTIVE",
            "locationType": .string(type), "timeZone": .string(SiteZone.name), "email": "hello@juniperandclay.example",
            "phone": "+1 555 0142", "revision": "3", "archived": false,
            "address": [
                "country": "US", "subdivision": "US-NY", "city": "Beacon", "postalCode": "12508",
                "streetAddress": ["number": "214", "name": "Tannery Lane"], "formattedAddress": .string(address),
            ],
        ]
    }

    static func site(created: Timestamp, updated: Timestamp) -> JSONValue {
        [
            "id": .string(Sandbox.siteID), "name": "juniper-and-clay", "displayName": .string(name),
            "createdDate": .string(created.text), "updatedDate": .string(updated.text), "published": true,
            "premium": true, "viewUrl": .string(url), "editUrl": .string("/editor/\(Sandbox.siteID)"),
            "ownerAccountId": .string(Sandbox.accountID), "contributorAccountIds": [], "editorType": "STUDIO",
            "blocked": false, "namespace": "WIX", "domainConnected": true, "state": "ACTIVE",
            "appIds": .strings([InstalledApps.stores, InstalledApps.bookings, InstalledApps.blog]),
        ]
    }
}
