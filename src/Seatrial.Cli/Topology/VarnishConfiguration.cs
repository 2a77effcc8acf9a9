using System.Globalization;

namespace Seatrial.Cli.Topology;

/// <summary>Varnish's configuration, made for the ports of one topology.</summary>
internal static class VarnishConfiguration
{
    /// <summary>The VCL.</summary>
    public static string Text(IReadOnlyList<int> replicas, string purgeSecret) => $$""""
        vcl 4.1;
        import directors;
        import var;
        import xkey;

        {{string.Join("\n", replicas.Select(Backend))}}
        sub vcl_init {
            new replicas = directors.round_robin();
        {{string.Join("\n", replicas.Select((_, number) => $"    replicas.add_backend(replica{number});"))}}
        }

        sub vcl_recv {
            if (req.method == "PURGE") {
                if (req.http.x-purge-secret != "{{purgeSecret}}") { return (synth(403, "Purging needs the shared secret")); }
                var.global_set(regsub(req.http.xkey, "^(.*/.).*$", "\1"), req.xid);
                set req.http.purged = xkey.purge(req.http.xkey);
                return (synth(200, "purged " + req.http.purged));
            }
            // What the processes say about themselves is for who can reach them.
            if (req.url ~ "^/metrics") { return (synth(404, "there is nothing at this address")); }
            // One name for a request from here to the registry's log, also when the answer comes from the cache.
            if (req.http.X-Request-Id !~ "^[A-Za-z0-9_.:-]{1,64}$") { set req.http.X-Request-Id = req.xid; }
            set req.backend_hint = replicas.backend();
            // Only the index and the files are kept; the web API is nobody else's business.
            if (req.url !~ "^/(index|crates)/" || (req.method != "GET" && req.method != "HEAD")) { return (pass); }
            // What somebody may see with a token is theirs alone (RFC 9111, 3.5).
            if (req.http.Authorization) { return (pass); }
            unset req.http.Cookie;
            return (hash);
        }

        // What is fetched while its key is purged may show what the purge was about, and would be kept for a minute. So each
        // purge leaves its number under the kind and the first letter of its key: few enough, and seldom another's.
        sub vcl_backend_fetch {
            if (bereq.method == "GET" || bereq.method == "HEAD") {
                // A replica that stands still takes connections and answers nothing. Reading can be repeated: once, by the next one.
                // What waits for the database gets the registry's own words within 5 s; the index needs none.
                set bereq.first_byte_timeout = 6s;
                if (bereq.url ~ "^/index/") { set bereq.first_byte_timeout = 3s; }
        {{string.Join("\n", replicas.Select((_, number) => Next(number, replicas.Count)))}}
                if (bereq.retries == 0) {
                    set bereq.backend = bereq.backend.resolve();
                    set bereq.http.x-first = bereq.backend;
                }
            }
            if (bereq.url ~ "^/index/") { set bereq.http.x-purge = var.global_get(regsub(bereq.url, "^.*/([^/]).*$", "crate/\1")); }
        }

        sub vcl_backend_response {
            set beresp.http.xkey = beresp.http.Surrogate-Key;
            set beresp.grace = 1h;
            set beresp.keep = 1h;
            if (bereq.http.x-purge && bereq.http.x-purge != var.global_get(regsub(bereq.url, "^.*/([^/]).*$", "crate/\1"))) {
                set beresp.ttl = 0s;
                set beresp.grace = 0s;
                set beresp.keep = 0s;
                return (deliver);
            }
            // A 404 would hide a crate that is published a moment later (SPR-14); an outage is not worth keeping either.
            if (beresp.status != 200 && beresp.status != 304) {
                if (beresp.status >= 500 && bereq.is_bgfetch) { return (abandon); }
                set beresp.uncacheable = true;
                set beresp.ttl = 0s;
                set beresp.grace = 0s;
                return (deliver);
            }
        }

        sub vcl_backend_error {
            if ((bereq.method == "GET" || bereq.method == "HEAD") && bereq.retries == 0) { return (retry); }
            // The contract's words for a registry that cannot be reached, with a time to come back.
            set beresp.status = 503;
            set beresp.http.Content-Type = "application/json";
            set beresp.http.Retry-After = "2";
            synthetic("""{"errors":[{"detail":"the registry cannot be reached now, please try again"}]}""");
            return (deliver);
        }

        sub vcl_synth {
            if (resp.status < 500) { return (deliver); }
            set resp.http.Content-Type = "application/json";
            set resp.http.Retry-After = "2";
            synthetic("""{"errors":[{"detail":"the registry cannot be reached now, please try again"}]}""");
            return (deliver);
        }

        sub vcl_hit {
            // Fresh, or stale while a background fetch asks the replicas; when none of them answers the stale copy is what there is.
            return (deliver);
        }

        sub vcl_deliver {
            if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
            set resp.http.X-Request-Id = req.http.X-Request-Id;
            unset resp.http.xkey;
            unset resp.http.Surrogate-Key;
            unset resp.http.X-Varnish;
            unset resp.http.Via;
        }
        """";

    // Not the director's choice, which might be the same replica again.
    private static string Next(int number, int replicas) => string.Create(CultureInfo.InvariantCulture,
        $$"""        if (bereq.retries > 0 && bereq.http.x-first == "replica{{number}}") { set bereq.backend = replica{{(number + 1) % replicas}}; }""");

    private static string Backend(int port, int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        backend replica{{number}} {
            .host = "127.0.0.1";
            .port = "{{port}}";
            .connect_timeout = 1s;
            .first_byte_timeout = 30s;
            .probe = { .url = "/health/live"; .interval = 1s; .timeout = 1s; .window = 3; .threshold = 2; .initial = 2; }
        }
        """);
}
