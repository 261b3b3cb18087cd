namespace Pharos.Compatibility.Tests.Answers;

/// <summary>Requests to every endpoint, good and bad, one a line; see <see cref="AskedRequest"/>.</summary>
internal static class EndpointRequests
{
    public static IEnumerable<string> Lines => Text.Split('\n').Where(static line => line.Length > 0 && line[0] != '#');

    /// <summary>Where the peer, which is older than the version that we follow, or has a fault, answers otherwise; and why.</summary>
    public static IReadOnlyDictionary<string, string> Known { get; } = new Dictionary<string, string>
    {
        ["api/v1/query?query=up&time=NaN"] = "the peer takes what is no number for some moment long ago",
        ["api/v1/query?query=up%20%2B%20on(x)%20up&time=1700003000"] = "which of two series that exclude each other is named first is by chance in the peer",
        ["api/v1/query?query=up%20%2B%20on(x)%20group_left%20requests_total&time=1700003000"] = "which of two series that exclude each other is named first is by chance in the peer",
        ["api/v1/query?query=histogram_quantile(0.9,up)&time=1700003000"] = "3.14 names the metric only with delayed removal of names",
        ["api/v1/query?query=up&time=1700003000;x=1"] = "Go drops parameters with a semicolon in them",
        ["POST api/v1/query < query=%zz"] = "Go drops parameters with a broken escape in them",
        ["api/v1/parse_query?query=sum(rate(a[5m]))by(b)"] = "3.14 has more fields",
        ["api/v1/parse_query?query=a%20or%20on(x)%20b%20offset%205m"] = "3.14 has more fields",
        ["api/v1/label/job/values?limit=1"] = "the peer cuts its list before it sorts it",
        ["api/v1/label/job/"] = "the peer loses the prefix of the API in its redirect, which leads to nothing",
        ["api/v1/targets/relabel_steps"] = "3.14 has this endpoint",
        ["api/v1/status/tsdb?limit=10001"] = "3.14 has this limit",
        ["api/v1/status/walreplay"] = "the peer counts the segment that it is about to begin",
        ["api/v1"] = "the peer leads to a path where there is nothing",
        ["HEAD -/healthy"] = "we say the type of the body that GET would have",
        ["HEAD -/ready"] = "we say the type of the body that GET would have",
        ["consoles/none.html"] = "the peer's folder is the one that it was built with",
    };

    private const string Text =
        """
        # Queries.
        api/v1/query
        api/v1/query?query=
        api/v1/query?query=up
        api/v1/query?query=up&time=1700003000
        api/v1/query?query=up&time=1700003000.123
        api/v1/query?query=up&time=1700003000.1239
        api/v1/query?query=up&time=2023-11-14T23:03:20.5Z
        api/v1/query?query=up&time=2023-11-14T23:03:20%2B01:00
        api/v1/query?query=up&time=-1
        api/v1/query?query=up&time=1e9
        api/v1/query?query=up&time=NaN
        api/v1/query?query=up&time=Inf
        api/v1/query?query=up&time=x
        api/v1/query?query=up&time=
        api/v1/query?query=up&time=99999999999999999999
        api/v1/query?query=1%2B1&time=1700003000
        api/v1/query?query=%22text%22&time=1700003000
        api/v1/query?query=up[1m]&time=1700003000
        api/v1/query?query=up[1m]%20@%201700002000&time=1700003000
        api/v1/query?query=up%20offset%201m&time=1700003000
        api/v1/query?query=nothing&time=1700003000
        api/v1/query?query=sum(&time=1700003000
        api/v1/query?query=sum(up)%20by&time=1700003000
        api/v1/query?query=foo(up)&time=1700003000
        api/v1/query?query=up%20%2B%20on(x)%20up&time=1700003000
        api/v1/query?query=up%20%2B%20on(x)%20group_left%20requests_total&time=1700003000
        api/v1/query?query=label_replace(up,%22__name__%22,%22x%22,%22%22,%22%22)%20or%20requests_total&time=1700003000
        api/v1/query?query=sum(requests_total)%20by%20(code)&time=1700003000
        api/v1/query?query=topk(2,requests_total)&time=1700003000
        api/v1/query?query=sort_desc(requests_total%7Bpath=%22/x%22%7D)&time=1700003000
        api/v1/query?query=count_values(%22v%22,up)&time=1700003000
        api/v1/query?query=absent(nothing%7Ba=%22b%22%7D)&time=1700003000
        api/v1/query?query=rate(up[5m])&time=1700003000
        api/v1/query?query=histogram_quantile(0.9,up)&time=1700003000
        api/v1/query?query=quantile(2,up)&time=1700003000
        api/v1/query?query=1/0&time=1700003000
        api/v1/query?query=-1/0&time=1700003000
        api/v1/query?query=0/0&time=1700003000
        api/v1/query?query=1e100&time=1700003000
        api/v1/query?query=0.1%2B0.2&time=1700003000
        api/v1/query?query=up&time=1700003000&timeout=1s
        api/v1/query?query=up&time=1700003000&timeout=0.5
        api/v1/query?query=up&time=1700003000&timeout=x
        api/v1/query?query=up&time=1700003000&timeout=-1s
        api/v1/query?query=up&time=1700003000&timeout=1e300
        api/v1/query?query=up&time=1700003000&limit=1
        api/v1/query?query=up&time=1700003000&limit=0
        api/v1/query?query=up&time=1700003000&limit=-1
        api/v1/query?query=up&time=1700003000&limit=1.5
        api/v1/query?query=up&time=1700003000&limit=99999999999999999999
        api/v1/query?query=up&time=1700003000&lookback_delta=1m
        api/v1/query?query=up&time=1700003000&lookback_delta=0
        api/v1/query?query=up&time=1700003000&lookback_delta=x
        api/v1/query?query=up&time=1700003000&stats=true
        api/v1/query?query=up&time=1700003000&stats=all
        api/v1/query?query=up&query=nothing&time=1700003000
        api/v1/query?query=up&time=1700003000;x=1
        api/v1/query?query=up&time=1700003000&%zz=1
        POST api/v1/query < query=up&time=1700003000
        POST api/v1/query?query=nothing < query=up&time=1700003000
        POST api/v1/query?time=1700003000 < query=up
        POST api/v1/query
        POST api/v1/query < query=%zz
        PUT api/v1/query
        DELETE api/v1/query
        HEAD api/v1/query?query=1
        PATCH api/v1/query
        OPTIONS api/v1/query
        OPTIONS api/v1/query @Origin: http://a.example
        api/v1/query?query=1&time=1 @Origin: http://a.example
        api/v1/query?query=1&time=1 @Accept-Encoding: gzip
        api/v1/query?query=1&time=1 @Accept-Encoding: deflate, gzip
        api/v1/query?query=1&time=1 @Accept-Encoding: br
        api/v1/query?query=1&time=1 @Accept: text/html
        api/v1/query?query=1&time=1 @Accept: application/json;q=0.1
        api/v1/query_range
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=15
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=15s
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=0.5m
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=1e300
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=x
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=0
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=-1
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=0.0001
        api/v1/query_range?query=up&start=1700002060&end=1700002000&step=15
        api/v1/query_range?query=up&start=1700002000&end=1700002000&step=15
        api/v1/query_range?query=up&start=x&end=1700002000&step=15
        api/v1/query_range?query=up&start=1700002000&end=x&step=15
        api/v1/query_range?query=up&start=0&end=11000&step=1
        api/v1/query_range?query=up&start=0&end=11001&step=1
        api/v1/query_range?query=1&start=1700002000&end=1700002060&step=15&limit=1
        api/v1/query_range?query=requests_total&start=1700002000&end=1700002060&step=30&limit=2
        api/v1/query_range?query=up[1m]&start=1700002000&end=1700002060&step=15
        api/v1/query_range?query=%22x%22&start=1700002000&end=1700002060&step=15
        api/v1/query_range?query=latency&start=1700002000&end=1700002030&step=15
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=15&stats=all
        api/v1/query_range?query=up&start=1700002000&end=1700002060&step=15&timeout=x
        POST api/v1/query_range < query=up&start=1700002000&end=1700002060&step=15
        api/v1/query_exemplars
        api/v1/query_exemplars?query=up&start=1700002000&end=1700003000
        api/v1/query_exemplars?query=1&start=1700002000&end=1700003000
        api/v1/query_exemplars?query=up&start=2&end=1
        api/v1/query_exemplars?query=up(&start=1&end=2
        api/v1/query_exemplars?query=up&start=x
        POST api/v1/query_exemplars < query=up&start=1&end=2
        api/v1/format_query
        api/v1/format_query?query=sum(rate(a[5m]))by(b)
        api/v1/format_query?query=a%2B
        POST api/v1/format_query < query=a%2Bb
        api/v1/parse_query
        api/v1/parse_query?query=sum(rate(a[5m]))by(b)
        api/v1/parse_query?query=a%20or%20on(x)%20b%20offset%205m
        api/v1/parse_query?query=a%2B
        POST api/v1/parse_query < query=-(1)
        # Series and labels.
        api/v1/series
        api/v1/series?match[]=up
        api/v1/series?match[]=up&start=1700002000&end=1700002100
        api/v1/series?match[]=up&start=1700002100&end=1700002000
        api/v1/series?match[]=up&start=x
        api/v1/series?match[]=up&end=x
        api/v1/series?match[]=up&match[]=latency
        api/v1/series?match[]=up&limit=1
        api/v1/series?match[]=up&limit=x
        api/v1/series?match[]=up&limit=-1
        api/v1/series?match[]=up(
        api/v1/series?match[]=
        api/v1/series?match[]=%7B%7D
        api/v1/series?match[]=%7Ba=~%22.*%22%7D
        api/v1/series?match[]=%7B__name__=~%22up|latency%22%7D
        POST api/v1/series < match[]=up
        api/v1/labels
        api/v1/labels?match[]=latency
        api/v1/labels?match[]=%7B%7D
        api/v1/labels?match[]=x(
        api/v1/labels?start=1&end=2
        api/v1/labels?start=x
        api/v1/labels?limit=2
        api/v1/labels?limit=x
        POST api/v1/labels < match[]=up
        api/v1/label/job/values
        api/v1/label/job/values?match[]=latency
        api/v1/label/job/values?match[]=%7B%7D
        api/v1/label/job/values?limit=1
        api/v1/label/job/values?limit=x
        api/v1/label/job/values?start=1&end=2
        api/v1/label/job/values?start=2&end=1
        api/v1/label/job/values?end=x
        api/v1/label/none/values
        api/v1/label/U__job/values
        api/v1/label/U__a_2e_b/values
        api/v1/label/a.b/values
        api/v1/label/%ff/values
        api/v1/label//values
        api/v1/label/job
        api/v1/label/job/
        api/v1/label/job/values/x
        POST api/v1/label/job/values
        # Targets, rules, alerts.
        api/v1/targets
        api/v1/targets?state=active
        api/v1/targets?state=dropped
        api/v1/targets?state=any
        api/v1/targets?state=ACTIVE
        api/v1/targets?state=x
        api/v1/targets?scrapePool=kept
        api/v1/targets?scrapePool=none
        POST api/v1/targets
        api/v1/targets/metadata
        api/v1/targets/metadata?limit=x
        api/v1/targets/metadata?match_target=x(
        api/v1/targets/metadata?match_target=%7B%7D
        api/v1/targets/relabel_steps
        api/v1/scrape_pools
        api/v1/metadata
        api/v1/metadata?limit=x
        api/v1/metadata?limit=-1
        api/v1/metadata?limit_per_metric=x
        api/v1/metadata?metric=none
        api/v1/alertmanagers
        api/v1/alerts
        api/v1/rules
        api/v1/rules?type=alert
        api/v1/rules?type=record
        api/v1/rules?type=x
        api/v1/rules?rule_name[]=a&rule_group[]=b&file[]=c
        api/v1/rules?exclude_alerts=true
        api/v1/rules?exclude_alerts=x
        api/v1/rules?group_limit=x
        api/v1/rules?group_limit=-1
        api/v1/rules?group_next_token=x
        api/v1/rules?match[]=x(
        # Status.
        api/v1/status/config
        api/v1/status/runtimeinfo
        api/v1/status/buildinfo
        api/v1/status/tsdb
        api/v1/status/tsdb?limit=2
        api/v1/status/tsdb?limit=0
        api/v1/status/tsdb?limit=x
        api/v1/status/tsdb?limit=10001
        api/v1/status/tsdb?limit=-1
        api/v1/status/walreplay
        api/v1/notifications
        POST api/v1/status/config
        # Administration, which is off; and what others send.
        POST api/v1/admin/tsdb/delete_series
        POST api/v1/admin/tsdb/delete_series?match[]=up
        PUT api/v1/admin/tsdb/delete_series
        GET api/v1/admin/tsdb/delete_series
        POST api/v1/admin/tsdb/clean_tombstones
        PUT api/v1/admin/tsdb/snapshot
        DELETE api/v1/admin/tsdb/snapshot
        GET api/v1/write
        GET api/v1/read
        # Elsewhere.
        api/v1
        api/v1/
        api/v1/none
        api
        none
        version
        -/healthy
        HEAD -/healthy
        POST -/healthy
        -/ready
        HEAD -/ready
        -/reload
        POST -/reload
        PUT -/reload
        -/quit
        POST -/quit
        DELETE -/quit
        /
        graph
        graph?g0.expr=up
        classic/graph
        query/
        QUERY
        METRICS
        HEAD /
        POST /
        consoles
        consoles/none.html
        user/x
        favicon.ico
        assets/none.js
        federate
        federate?match[]=up(
        federate?match[]=%7B%7D
        federate?match[]=none
        POST federate
        OPTIONS federate
        OPTIONS api/v1/none
        OPTIONS none
        """;
}
