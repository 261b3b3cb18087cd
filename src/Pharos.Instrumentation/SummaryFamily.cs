namespace Pharos.Instrumentation;

public sealed class SummaryFamily : LabelledFamily<Summary>
{
    private readonly SummaryOptions _options;

    internal SummaryFamily(FamilyDescription description, SummaryOptions options, TimeProvider clock, Action countDropped)
        : base(description, labels => new Summary(labels, options, clock), countDropped)
    {
        _options = options;
    }

    internal override string? DifferenceFrom(MetricFamily other) =>
        other is SummaryFamily { _options: var theirs }
        && _options.Quantiles.SequenceEqual(theirs.Quantiles)
        && _options.MaxAge == theirs.MaxAge
        && _options.AgeBuckets == theirs.AgeBuckets
            ? null
            : "its quantiles or their window are others";

    internal static void Check(string name, SummaryOptions options)
    {
        for (var i = 0; i < options.Quantiles.Count; i++)
        {
            if (options.Quantiles[i] is not (>= 0 and <= 1) || (i > 0 && options.Quantiles[i] <= options.Quantiles[i - 1]))
            {
                throw new MetricRegistrationException(name, "quantiles ascend from 0 to 1");
            }
        }

        if (options.AgeBuckets is < 1 or > 100 || options.MaxAge < TimeSpan.FromMilliseconds(options.AgeBuckets))
        {
            throw new MetricRegistrationException(name, "the window of its quantiles has 1 to 100 steps of a millisecond or more");
        }
    }
}
