import HTTPCore
import Testing
