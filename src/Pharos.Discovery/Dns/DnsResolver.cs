using Microsoft.Extensions.Logging;
using Pharos.Discovery.Dns.Messages;
using Pharos.Foundation.Logging;

namespace Pharos.Discovery.Dns;

/// <summary>Looks names up as the system does it: with its servers, and completed by its search list. Thread-safe.</summary>
internal sealed class DnsResolver(DnsClient client, string resolverFile, ILogger log)
{
    /// <summary>
    /// The records of the first candidate that exists. None if a server says of each of them that it does not exist.
    /// </summary>
    /// <exception cref="DnsException">Of some candidate nobody could say whether it exists.</exception>
    public async Task<IReadOnlyList<DnsRecord>> LookUpAsync(string name, DnsType type, CancellationToken cancel)
    {
        var resolver = Read();
        var isCertain = true;
        foreach (var candidate in resolver.Candidates(name))
        {
            // One that exists answers the question even if before it others could not be asked.
            var response = await AskAnyAsync(resolver, candidate, type, cancel);
            if (response is { Status: DnsStatus.Success })
            {
                return response.Records;
            }

            isCertain &= response is not null;
        }

        return isCertain ? [] : throw new DnsException($"could not resolve \"{name}\": all servers responded with errors to at least one search domain");
    }

    /// <summary>The answer of the first server that knows whether the name exists; null if none does.</summary>
    private async Task<DnsResponse?> AskAnyAsync(ResolverFile resolver, string name, DnsType type, CancellationToken cancel)
    {
        foreach (var server in resolver.Servers)
        {
            try
            {
                var response = await client.AskAsync(server, name, type, resolver.Attempts, cancel);
                if (response.Status is DnsStatus.Success or DnsStatus.NoSuchName)
                {
                    return response;
                }

                log.Debug("DNS server has no answer", [("server", server), ("name", name), ("status", response.Status)]);
            }
            catch (DnsException error)
            {
                log.Warn("DNS resolution failed", [("server", server), ("name", name), ("err", error.Message)]);
            }
        }

        return null;
    }

    /// <summary>Each time anew: who is asked may change while the program runs.</summary>
    private ResolverFile Read()
    {
        try
        {
            return ResolverFile.Parse(File.ReadAllText(resolverFile));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DnsException($"could not load resolv.conf: {error.Message}", error);
        }
    }
}
