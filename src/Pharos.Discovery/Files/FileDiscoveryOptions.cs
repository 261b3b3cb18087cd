using Pharos.Configuration;

namespace Pharos.Discovery.Files;

/// <summary>An entry of <c>file_sd_configs</c>: files with lists of targets, watched and read again as they change.</summary>
public sealed class FileDiscoveryOptions : IDiscoveryOptions
{
    public string Mechanism => "file";

    /// <summary>Paths, in the last part of which an asterisk may stand.</summary>
    public IReadOnlyList<string> Files { get; set; } = [];

    /// <summary>How often everything is read even if nothing seems to have changed.</summary>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(5);

    public void Describe(Fields fields)
    {
        Files = fields.Files("files", Files);
        RefreshInterval = Refreshing.RefreshInterval.Describe(fields, RefreshInterval);
        fields.Check(Files.Count > 0, "files", "file service discovery config must contain at least one path name");
        for (var i = 0; i < Files.Count; i++)
        {
            fields.Check(FilePattern.IsAllowed(Files[i]), $"files[{i}]", $"path name \"{Files[i]}\" is not valid for file discovery");
        }
    }

    public IDiscoverer Create(DiscoveryServices services) => new FileDiscoverer(this, services);
}
