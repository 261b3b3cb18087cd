using System.Runtime.InteropServices;
using Pharos.Hosting;

namespace Pharos.Cli;

/// <summary>The answer to <c>--version</c>, in the shape that scripts know from Prometheus.</summary>
internal static class VersionText
{
    public static BuildInfo Build { get; } = new()
    {
        Version = ThisBuild.Version,
        Branch = ThisBuild.Branch,
        Revision = ThisBuild.Revision,
        User = ThisBuild.User,
        Date = ThisBuild.Date,
        Platform = "linux/" + Architecture(RuntimeInformation.ProcessArchitecture),
    };

    public static string Of(string program) =>
        $"""
        {program}, version {Build.Version} (branch: {Build.Branch}, revision: {Build.Revision})
          build user:       {Build.User}
          build date:       {Build.Date}
          dotnet version:   {Build.RuntimeVersion}
          platform:         {Build.Platform}
          tags:             {Build.Tags}

        """;

    /// <summary>The name that Go, and so every label and image tag, has for it.</summary>
    private static string Architecture(Architecture architecture) => architecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => "amd64",
        System.Runtime.InteropServices.Architecture.Arm64 => "arm64",
        _ => architecture.ToString().ToLowerInvariant(),
    };
}
