using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Pharos.Hosting.Http;

/// <summary>
/// What Kestrel's TLS asks a container for, without a container: a log, and figures that nobody reads, since the product counts for itself.
/// </summary>
internal sealed class KestrelServices(ILoggerFactory loggers) : IServiceProvider, IDisposable
{
    private const string MetricsType = "Microsoft.AspNetCore.Server.Kestrel.Core.Internal.Infrastructure.KestrelMetrics, Microsoft.AspNetCore.Server.Kestrel.Core";

    private readonly Meters _meters = new();
    private object? _metrics;

    /// <summary>The one type beside the log that is asked for is not public, and its name is all that is known of it.</summary>
    public object? GetService(Type serviceType) =>
        serviceType == typeof(ILoggerFactory) ? loggers
        : serviceType.Name == "KestrelMetrics" ? _metrics ??= NewMetrics(_meters)
        : null;

    public void Dispose() => _meters.Dispose();

    /// <summary>
    /// A web host's container makes it. The runtime is shipped with the product, so one that lacks the type fails every test that starts a server
    /// with TLS.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType(MetricsType)]
    private static extern object NewMetrics(IMeterFactory meters);

    private sealed class Meters : IMeterFactory
    {
        private readonly List<Meter> _made = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter(options);
            _made.Add(meter);
            return meter;
        }

        public void Dispose() => _made.ForEach(static meter => meter.Dispose());
    }
}
