using Pharos.Model;

namespace Pharos.Storage.Merging;

/// <summary>Names and values of labels from a querier whose failures are warnings. Safe for concurrent use.</summary>
internal sealed class SecondaryLabels(ILabelQuerier inner)
{
    private readonly Lock _lock = new();
    private readonly List<string> _failures = [];

    public IReadOnlyList<string> Warnings
    {
        get
        {
            lock (_lock)
            {
                return [.. inner.LabelWarnings, .. _failures];
            }
        }
    }

    public IReadOnlyList<byte[]> Values(ReadOnlySpan<byte> name, int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        try
        {
            return inner.LabelValues(name, limit, matchers, cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return Failed(exception);
        }
    }

    public IReadOnlyList<byte[]> Names(int limit, ReadOnlySpan<Matcher> matchers, CancellationToken cancellation)
    {
        try
        {
            return inner.LabelNames(limit, matchers, cancellation);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            return Failed(exception);
        }
    }

    private byte[][] Failed(Exception exception)
    {
        lock (_lock)
        {
            _failures.Add(exception.Message);
        }

        return [];
    }
}
