using System.Net;
using System.Text;
using Pharos.Foundation.Time;

namespace Pharos.Server.Web;

/// <summary>The page of a server that was built without the web interface: one file, no script, both colour schemes.</summary>
internal static class PlainPage
{
    private const string Style =
        """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
        h1{margin-bottom:0}
        dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}
        dd{margin:0}
        small{opacity:.75}
        """;

    public static byte[] Render(ServerOptions options, ServerState state, TimeProvider time)
    {
        var uptime = time.GetUtcNow() - state.StartTime;
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append("<title>").Append(WebUtility.HtmlEncode(options.PageTitle)).Append("</title>")
            .Append("<style>").Append(Style).Append("</style></head><body>\n")
            .Append("<h1>Pharos</h1>\n<p>Prometheus, on .NET: monitoring with the same files, interfaces and data.</p>\n<dl>")
            .Append("<dt>Version</dt><dd>").Append(WebUtility.HtmlEncode(options.Build.Version)).Append("</dd>")
            .Append("<dt>Revision</dt><dd>").Append(WebUtility.HtmlEncode(options.Build.Revision)).Append("</dd>")
            .Append("<dt>Up for</dt><dd>").Append(PrometheusDuration.Format(TimeSpan.FromSeconds(Math.Floor(uptime.TotalSeconds)))).Append("</dd>")
            .Append("</dl>\n");
        AppendParts(page, "In this version", isBuilt: true);
        AppendParts(page, "Not built yet", isBuilt: false);
        page.Append("<p><small>This build has no web interface: Node was not there when it was made.</small></p>\n</body></html>\n");
        return Encoding.UTF8.GetBytes(page.ToString());
    }

    private static void AppendParts(StringBuilder page, string title, bool isBuilt)
    {
        page.Append("<h2>").Append(title).Append("</h2>\n<ul>\n");
        foreach (var part in Parts.All.Where(part => part.IsBuilt == isBuilt))
        {
            page.Append("<li>").Append(WebUtility.HtmlEncode(part.Name)).Append(" <small>")
                .Append(WebUtility.HtmlEncode(part.Summary)).Append("</small></li>\n");
        }

        page.Append("</ul>\n");
    }
}
