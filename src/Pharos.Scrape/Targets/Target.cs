using System.Text;
using Pharos.Discovery.Targets;
using Pharos.Formats;
using Pharos.Foundation.Time;
using Pharos.Model;

namespace Pharos.Scrape.Targets;

/// <summary>Something to scrape: its labels, and what they say of how. Immutable but for its <see cref="Status"/>.</summary>
public sealed class Target
{
    /// <param name="all">The labels after relabelling, hidden ones among them, valid.</param>
    internal Target(Labels all, Labels discovered, ScrapeJob job)
    {
        Discovered = discovered;
        Labels = Public(all);
        Job = job.Name;
        IntervalText = all[InternalLabels.ScrapeInterval]!;
        Interval = PrometheusDuration.Parse(IntervalText);
        TimeoutText = all[InternalLabels.ScrapeTimeout]!;
        Timeout = PrometheusDuration.Parse(TimeoutText);
        Url = MakeUrl(all, job);
        UnixSocket = all[InternalLabels.UnixSocket];
        NativeHistograms = Flag(all, InternalLabels.NativeHistograms);
        Reading = ScrapeJob.Reading(NativeHistograms, Flag(all, InternalLabels.ConvertClassic), Flag(all, InternalLabels.AlwaysClassic));
        Identity = new TargetIdentity(all, Url);
    }

    /// <summary>What series of the target get, and the status pages show.</summary>
    public Labels Labels { get; }

    /// <summary>The labels as discovery gave them, before relabelling.</summary>
    public Labels Discovered { get; }

    public string Job { get; }

    public TimeSpan Interval { get; }

    /// <summary>As relabelling left it.</summary>
    public string IntervalText { get; }

    public TimeSpan Timeout { get; }

    public string TimeoutText { get; }

    public string Url { get; }

    /// <summary>The socket to dial in the place of the URL's host.</summary>
    public string? UnixSocket { get; }

    public TargetStatus Status { get; } = new();

    internal TargetIdentity Identity { get; }

    internal ExpositionOptions Reading { get; }

    internal bool NativeHistograms { get; }

    /// <summary>
    /// How long from the given time until the next of the target's own ticks, which are spread over the interval. Ticks are at whole milliseconds, as
    /// samples and timers are. Never zero: at a tick the next one is meant.
    /// </summary>
    /// <param name="seed">Different for servers that scrape the same targets.</param>
    public TimeSpan UntilTick(DateTimeOffset now, ulong seed)
    {
        var interval = Interval.Ticks;
        var phase = (long)((Identity.Hash ^ seed) % (ulong)(interval / TimeSpan.TicksPerMillisecond)) * TimeSpan.TicksPerMillisecond;
        var until = (phase - now.UtcTicks % interval) % interval;
        return TimeSpan.FromTicks(until <= 0 ? until + interval : until);
    }

    private static bool Flag(Labels all, string name) => all[name] is { Length: > 0 } text && GoBool.TryParse(text, out var value) && value;

    private static Labels Public(Labels all)
    {
        var labels = new LabelsBuilder();
        foreach (var label in all.View)
        {
            if (!label.Name.StartsWith(InternalLabels.HiddenPrefix))
            {
                labels.Add(label.Name, label.Value);
            }
        }

        return labels.ToLabels();
    }

    private static string MakeUrl(Labels all, ScrapeJob job)
    {
        var query = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in job.Options.Params)
        {
            // Relabelling decides on the first value of each parameter, and on parameters that the job has not.
            if (all[InternalLabels.ParamPrefix + name] is { } first)
            {
                query.Add(new(name, first));
                query.AddRange(values.Skip(1).Select(value => KeyValuePair.Create(name, value)));
            }
            else
            {
                query.AddRange(values.Select(value => KeyValuePair.Create(name, value)));
            }
        }

        foreach (var label in all.View)
        {
            var name = Encoding.UTF8.GetString(label.Name);
            if (name.StartsWith(InternalLabels.ParamPrefix, StringComparison.Ordinal) && !job.Options.Params.ContainsKey(name[InternalLabels.ParamPrefix.Length..]))
            {
                query.Add(new(name[InternalLabels.ParamPrefix.Length..], Encoding.UTF8.GetString(label.Value)));
            }
        }

        var path = all[InternalLabels.MetricsPath] ?? "";
        var url = $"{all[InternalLabels.Scheme]}://{all[TargetLabels.Address]}{(path.StartsWith('/') || path.Length == 0 ? "" : "/")}{path.Replace("?", "%3F", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal).Replace(" ", "%20", StringComparison.Ordinal)}";
        return query.Count == 0
            ? url
            : url + "?" + string.Join('&', query.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{Escape(pair.Key)}={Escape(pair.Value)}"));
    }

    private static string Escape(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
