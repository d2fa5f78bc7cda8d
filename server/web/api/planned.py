"""TEMPORARY until planning lands."""
try:
    from server.planning.bundles import issue_bundles
    from server.planning.manifest import bundle, manifest
except ImportError:
    def issue_bundles(office, device): return 0
    def manifest(office, device): return {"v": 1, "device": device, "bundles": []}
    def bundle(office, device, sha256):
        from server.errors import Refusal
        raise Refusal("bundle_unknown")
