namespace Pharos.Discovery.Files;

/// <summary>Tells of changes in a directory. The system has few watchers to give: all who watch a directory share one.</summary>
internal sealed class DirectoryWatch : IDisposable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, Shared> Watched = new(StringComparer.Ordinal);

    private readonly string _directory;
    private readonly Action _changed;
    private readonly Action<string, string> _failed;
    private readonly Shared _shared;
    private bool _isDisposed;

    /// <param name="changed">Called on any thread.</param>
    /// <param name="failed">Called with the directory and the reason, when it is no longer watched.</param>
    /// <exception cref="IOException">The system has no more watchers.</exception>
    /// <exception cref="ArgumentException">There is no such directory.</exception>
    public DirectoryWatch(string directory, Action changed, Action<string, string> failed)
    {
        (_directory, _changed, _failed) = (directory, changed, failed);
        lock (Gate)
        {
            if (!Watched.TryGetValue(directory, out var shared) || !shared.IsCurrent)
            {
                // Those who had the old one find that out by themselves, and let it go.
                shared = new Shared(directory);
                Watched[directory] = shared;
            }

            _shared = shared;
            _shared.Listeners = [.. _shared.Listeners, this];
        }
    }

    /// <summary>Whether what is watched is still the directory of that name.</summary>
    public bool IsCurrent => _shared.IsCurrent;

    public void Dispose()
    {
        lock (Gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _shared.Listeners = [.. _shared.Listeners.Where(listener => listener != this)];
            if (_shared.Listeners.Length == 0)
            {
                _shared.Dispose();
                if (Watched.TryGetValue(_directory, out var shared) && shared == _shared)
                {
                    Watched.Remove(_directory);
                }
            }
        }
    }

    private sealed class Shared : IDisposable
    {
        private readonly string _directory;
        private readonly DateTime _created;
        private readonly FileSystemWatcher _watcher;
        private volatile bool _hasFailed;

        public Shared(string directory)
        {
            _directory = directory;
            _created = Directory.GetCreationTimeUtc(directory);
            _watcher = new FileSystemWatcher(directory)
            {
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size | NotifyFilters.CreationTime,
            };
            _watcher.Changed += (_, _) => Changed();
            _watcher.Created += (_, _) => Changed();
            _watcher.Deleted += (_, _) => Changed();
            _watcher.Renamed += (_, _) => Changed();
            _watcher.Error += (_, error) => Failed(error.GetException());
            try
            {
                _watcher.EnableRaisingEvents = true;
            }
            catch
            {
                _watcher.Dispose();
                throw;
            }
        }

        /// <summary>Replaced as a whole under the gate.</summary>
        public DirectoryWatch[] Listeners { get; set; } = [];

        public bool IsCurrent => !_hasFailed && Directory.Exists(_directory) && Directory.GetCreationTimeUtc(_directory) == _created;

        public void Dispose() => _watcher.Dispose();

        private void Changed()
        {
            foreach (var listener in Listeners)
            {
                listener._changed();
            }
        }

        private void Failed(Exception error)
        {
            // Too many events for the buffer are no harm: that something changed is all that is asked.
            _hasFailed = error is not InternalBufferOverflowException;
            foreach (var listener in Listeners)
            {
                if (_hasFailed)
                {
                    listener._failed(_directory, error.Message);
                }

                listener._changed();
            }
        }
    }
}
