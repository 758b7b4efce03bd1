using System.Globalization;

namespace HybridOrleans.Cli.Cluster;

/// <summary>The data folder of a cluster, which one process at a time works with.</summary>
/// <remarks>
/// It is the JSON root, so that a silo alone and a cluster can take turns on the same data. What is the cluster's own
/// lies in a hidden folder, which no bot can have.
/// </remarks>
internal sealed class ClusterFolder : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _lock;

    private ClusterFolder(string data, FileStream ownerLock) => (Data, _lock) = (data, ownerLock);

    /// <summary>The JSON root; PostgreSQL's data lies below it.</summary>
    public string Data { get; }

    /// <summary>The logs of this run, one a part.</summary>
    public string Logs => Path.Combine(Own(Data), "logs");

    /// <summary>Redis' data.</summary>
    public string Redis => Path.Combine(Own(Data), "redis");

    private string Processes => Path.Combine(Own(Data), "processes");

    /// <summary>Takes a folder, and makes it when it is missing.</summary>
    /// <exception cref="UsageException">It cannot be taken; nothing was changed.</exception>
    public static ClusterFolder Take(string data)
    {
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).All(
            e => Path.GetFileName(e) == "lost+found"))
        {
            throw new UsageException(
                $"The folder '{data}' exists and is empty: a volume that is not mounted looks the same. Nothing was "
                + "started. Mount the volume; for new data remove the folder, it is made again.");
        }

        try
        {
            Directory.CreateDirectory(Own(data));
            var ownerLock = new FileStream(
                Path.Combine(Own(data), "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new ClusterFolder(data, ownerLock);
        }
        catch (IOException e)
        {
            throw new UsageException(
                $"The folder '{data}' cannot be taken: {e.Message} If another 'hybrid cluster up' works with it, stop "
                + "that one or name another folder with --data. Nothing was started.");
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UsageException($"The folder '{data}' cannot be used: {e.Message} Name another one with --data.");
        }
    }

    /// <summary>Waits until nothing is left of a run whose starter was killed, which ends by itself.</summary>
    /// <exception cref="ClusterFailedException">Something is left.</exception>
    public async Task WaitForEarlierAsync(TimeProvider time, TimeSpan limit, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (Left() is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(began) > limit)
            {
                throw new ClusterFailedException(
                    $"Of an earlier cluster on '{Data}' these processes still run: {string.Join(", ", left)}. They end "
                    + "by themselves when what started them is gone. Look what holds them, end them, and try again.");
            }

            await Task.Delay(LookEvery, time, cancellation);
        }
    }

    /// <summary>Begins a run: keeps the logs of the last one, and forgets its members, none of which lives.</summary>
    public void Begin()
    {
        if (Directory.Exists(Redis))
        {
            Directory.Delete(Redis, recursive: true);
        }

        Directory.CreateDirectory(Redis);
        var last = Logs + ".last";
        if (Directory.Exists(last))
        {
            Directory.Delete(last, recursive: true);
        }

        if (Directory.Exists(Logs))
        {
            Directory.Move(Logs, last);
        }

        Directory.CreateDirectory(Logs);
        File.WriteAllText(Processes, "");
    }

    /// <summary>Notes a process, for the one that looks after us.</summary>
    public void Note(int process) => File.AppendAllText(
        Processes, string.Create(CultureInfo.InvariantCulture, $"{process}\n"));

    /// <summary>Leaves the folder to others.</summary>
    public void Dispose() => _lock.Dispose();

    private static string Own(string data) => Path.Combine(data, ".cluster");

    /// <summary>An id may belong to another process by now; one of ours names our folder in its command line.</summary>
    private List<string> Left() => !File.Exists(Processes) ? [] : [.. File.ReadAllLines(Processes)
        .Where(id => CommandLineOf(id).Contains(Data, StringComparison.Ordinal))];

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
