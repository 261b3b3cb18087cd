using Pharos.Discovery.Kubernetes.Objects;

namespace Pharos.Discovery.Kubernetes.Api;

internal enum WatchEventKind : byte
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing has changed but the version.</summary>
    Bookmark,
}

/// <param name="Object">Null in bookmarks.</param>
/// <param name="Version">From which a watch can go on behind the event; empty if the server does not say.</param>
internal readonly record struct WatchEvent<T>(WatchEventKind Kind, T? Object, string Version)
    where T : ApiObject;
