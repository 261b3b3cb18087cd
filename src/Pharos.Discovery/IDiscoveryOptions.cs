using Pharos.Configuration;

namespace Pharos.Discovery;

/// <summary>One entry of a <c>…_sd_configs</c> section.</summary>
public interface IDiscoveryOptions : IOptions
{
    /// <summary>The mechanism's name in metrics and logs: <c>consul</c>.</summary>
    string Mechanism { get; }

    /// <summary>Makes the discoverer, without speaking to anybody yet.</summary>
    /// <exception cref="IOException">A file that it needs could not be read.</exception>
    IDiscoverer Create(DiscoveryServices services);
}
