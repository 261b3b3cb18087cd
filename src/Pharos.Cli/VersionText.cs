using Pharos.Instrumentation.Runtime;

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
    };

    public static string Of(string program) =>
        $"""
        {program}, version {Build.Version} (branch: {Build.Branch}, revision: {Build.Revision})
          build user:       {Build.User}
          build date:       {Build.Date}
          dotnet version:   {Environment.Version}
          platform:         {RuntimeVersion.OperatingSystemName}/{RuntimeVersion.Architecture}
          tags:             {Build.Tags}

        """;
}
