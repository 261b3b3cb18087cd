using Pharos.Configuration;

namespace Pharos.Discovery.Tests;

/// <summary>Reads the section of a mechanism.</summary>
internal static class Options
{
    public static T Read<T>(string yaml)
        where T : class, IDiscoveryOptions, new() => OptionsReader.Read<T>(yaml, "/etc/pharos/pharos.yml");

    /// <summary>What is wrong with the section: <c>field: complaint</c>, separated by line feeds; empty if nothing is.</summary>
    public static string Complaints<T>(string yaml)
        where T : class, IDiscoveryOptions, new()
    {
        try
        {
            // What can be read can be printed, and then says the same.
            var options = Read<T>(yaml);
            Assert.Equal(OptionsWriter.Identity(options), OptionsWriter.Identity(Read<T>(OptionsWriter.Identity(options))));
            return "";
        }
        catch (ConfigurationException error)
        {
            return string.Join('\n', error.Problems.Select(static problem => $"{problem.Field}: {problem.Complaint}"));
        }
    }

    /// <summary>The first targets that the section's discoverer finds, and what was logged meanwhile.</summary>
    /// <param name="change">For what only tests can set.</param>
    public static async Task<string[]> DiscoverAsync<T>(string yaml, DiscoveryFixture? program = null, Action<T>? change = null)
        where T : class, IDiscoveryOptions, new()
    {
        program ??= new DiscoveryFixture();
        var options = Read<T>(yaml);
        change?.Invoke(options);
        await using var running = new RunningMechanism(options.Create(program.Services));
        try
        {
            return await running.Targets.NextTargetsAsync();
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException(string.Join('\n', program.Log.Lines), error);
        }
    }

    /// <summary>The labels of each target below a prefix, which is left out, and the address, which is the first.</summary>
    public static string[] Short(string prefix, IEnumerable<string> targets) =>
        [.. targets.Select(target => target.Replace("__address__=", "", StringComparison.Ordinal).Replace(prefix, "", StringComparison.Ordinal))];
}
