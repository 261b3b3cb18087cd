using System.Text;
using Pharos.Configuration;
using Pharos.Discovery.Targets;
using Pharos.Foundation.Time;
using Pharos.Model;
using Pharos.Model.Relabeling;

namespace Pharos.Scrape.Targets;

/// <summary>Makes targets of what discovery found: defaults, relabelling, checks. Not safe for concurrent use.</summary>
internal sealed class TargetBuilder(ScrapeJob job)
{
    private readonly Relabeler _relabeler = new();
    private readonly LabelsBuilder _labels = new();
    private readonly (byte[] Name, byte[] Value)[] _defaults = [.. Defaults(job)];

    /// <summary>Null if relabelling drops the target, or if there is an error.</summary>
    /// <param name="discovered">The labels before relabelling.</param>
    /// <param name="error">Why what is left after relabelling can not be scraped; else null.</param>
    public Target? Build(Labels group, Labels target, out Labels discovered, out string? error)
    {
        _labels.Reset(group.View);
        foreach (var label in target.View)
        {
            _labels.Set(label.Name, label.Value);
        }

        foreach (var (name, value) in _defaults)
        {
            if (_labels.Get(name).IsEmpty)
            {
                _labels.Set(name, value);
            }
        }

        discovered = _labels.ToLabels();
        error = null;
        if (!_relabeler.Apply(job.TargetRules, _labels))
        {
            return null;
        }

        error = Complaint();
        if (error is not null)
        {
            return null;
        }

        for (var i = _labels.Count - 1; i >= 0; i--)
        {
            if (_labels.At(i).Name.StartsWith(InternalLabels.MetaPrefix))
            {
                _labels.RemoveAt(i);
            }
        }

        if (_labels.Get("instance"u8).IsEmpty)
        {
            _labels.Set("instance"u8, _labels.Get("__address__"u8).ToArray());
        }

        return new Target(_labels.ToLabels(), discovered, job);
    }

    private static IEnumerable<(byte[] Name, byte[] Value)> Defaults(ScrapeJob job)
    {
        var options = job.Options;
        var defaults = new List<(string Name, string Value)>
        {
            (InternalLabels.Job, options.JobName),
            (InternalLabels.ScrapeInterval, PrometheusDuration.Format(options.Interval)),
            (InternalLabels.ScrapeTimeout, PrometheusDuration.Format(options.Timeout)),
            (InternalLabels.MetricsPath, options.MetricsPath),
            (InternalLabels.Scheme, options.Scheme),
            (InternalLabels.ConvertClassic, Kinds.Bool.Write(options.ConvertClassicHistograms == true)),
            (InternalLabels.AlwaysClassic, Kinds.Bool.Write(options.AlwaysClassicHistograms == true)),
            (InternalLabels.NativeHistograms, Kinds.Bool.Write(options.NativeHistograms == true)),
        };
        defaults.AddRange(options.Params.Where(static param => param.Value.Count > 0).Select(static param => (InternalLabels.ParamPrefix + param.Key, param.Value[0])));
        return defaults.Select(static label => (InternalLabels.Bytes(label.Name), InternalLabels.Bytes(label.Value)));
    }

    private string? Complaint()
    {
        var address = Text(TargetLabels.Address);
        if (address.Length == 0)
        {
            return "no address";
        }

        if (address.Contains('/', StringComparison.Ordinal))
        {
            return $"\"{address}\" is not a valid hostname";
        }

        foreach (var (name, description) in ((string, string)[])[
            (InternalLabels.ConvertClassic, "convert classic histograms to nhcb"),
            (InternalLabels.AlwaysClassic, "always scrape classic histograms"),
            (InternalLabels.NativeHistograms, "scrape native histograms")])
        {
            if (Text(name) is { Length: > 0 } text && !GoBool.TryParse(text, out _))
            {
                return $"error parsing {description}: \"{text}\" is neither true nor false";
            }
        }

        return Times() ?? Invalid();
    }

    private string? Times()
    {
        if (!PrometheusDuration.TryParse(Bytes(InternalLabels.ScrapeInterval), out var intervalMs, out var error))
        {
            return "error parsing scrape interval: " + error;
        }

        if (!PrometheusDuration.TryParse(Bytes(InternalLabels.ScrapeTimeout), out var timeoutMs, out error))
        {
            return "error parsing scrape timeout: " + error;
        }

        return intervalMs == 0 ? "scrape interval cannot be 0"
            : timeoutMs == 0 ? "scrape timeout cannot be 0"
            : timeoutMs > intervalMs ? $"scrape timeout cannot be greater than scrape interval (\"{Text(InternalLabels.ScrapeTimeout)}\" > \"{Text(InternalLabels.ScrapeInterval)}\")"
            : null;
    }

    private string? Invalid()
    {
        for (var i = 0; i < _labels.Count; i++)
        {
            if (!System.Text.Unicode.Utf8.IsValid(_labels.At(i).Value))
            {
                return $"invalid label value for \"{Encoding.UTF8.GetString(_labels.At(i).Name)}\"";
            }
        }

        return null;
    }

    private ReadOnlySpan<byte> Bytes(string name) => _labels.Get(InternalLabels.Bytes(name));

    private string Text(string name) => Encoding.UTF8.GetString(Bytes(name));
}
