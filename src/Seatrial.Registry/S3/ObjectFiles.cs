using System.Buffers.Binary;
using System.Text.Json;

namespace Seatrial.Registry.S3;

/// <summary>
/// The objects of the storage server as files: a reader sees the old object or the new one, never a part.
/// </summary>
/// <remarks>
/// A file holds the object's bytes, then a JSON <see cref="ObjectInfo"/>, then that JSON's length: one rename replaces
/// all three.
/// </remarks>
internal sealed class ObjectFiles
{
    // One lock for each of a few groups of keys: a condition and the rename it guards are one act.
    private const int Stripes = 64;
    private const int TrailerBytes = sizeof(int);

    // On Unix any other value takes a lock on the file, and a new object would be locked until its upload has ended.
    private const FileShare Unlocked = FileShare.ReadWrite | FileShare.Delete;

    // A file that breaks this was not written by us.
    private const int MaxInfoBytes = 64 * 1024;

    private readonly string _root;
    private readonly string _incoming;
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Stripes).Select(_ => new Lock())];
    private long _sequence;

    public ObjectFiles(string root)
    {
        _root = root;
        _incoming = Path.Combine(root, ".incoming");
        // What a killed process had not finished was never an object.
        if (Directory.Exists(_incoming))
            Directory.Delete(_incoming, recursive: true);
        Directory.CreateDirectory(_incoming);
    }

    public bool HasBucket(string bucket) => Directory.Exists(BucketFolder(bucket));

    public void AddBucket(string bucket) => Directory.CreateDirectory(BucketFolder(bucket));

    /// <summary>A file to write an object into before it gets its name.</summary>
    public FileStream Incoming() => new(
        Path.Combine(_incoming, Interlocked.Increment(ref _sequence).ToString("x", null)),
        FileMode.CreateNew, FileAccess.ReadWrite, Unlocked);

    /// <summary>Makes a written file the object, if the condition on the present object holds.</summary>
    public S3Error? Put(string bucket, FileStream body, ObjectInfo info, Func<ObjectInfo?, S3Error?> condition)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(info, S3Json.Default.ObjectInfo);
        Span<byte> length = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        body.Write(json);
        body.Write(length);
        body.Flush(flushToDisk: true);
        var target = PathOf(bucket, info.Key);
        lock (LockOf(target))
        {
            if (condition(Info(target)) is { } refused)
                return refused;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(body.Name, target, overwrite: true);
            return null;
        }
    }

    public ObjectInfo? Head(string bucket, string key) => Info(PathOf(bucket, key));

    /// <summary>The object's bytes from their beginning, and what is stored about it.</summary>
    public (FileStream Body, ObjectInfo Info)? Open(string bucket, string key)
    {
        var file = OpenFile(PathOf(bucket, key));
        if (file is null)
            return null;
        var info = ReadInfo(file);
        file.Position = 0;
        return (file, info);
    }

    public void Delete(string bucket, string key)
    {
        var target = PathOf(bucket, key);
        lock (LockOf(target))
            if (File.Exists(target))
                File.Delete(target);
    }

    /// <summary>All objects whose key starts with the prefix, in key order.</summary>
    public IEnumerable<ObjectInfo> List(string bucket, string prefix) =>
        Files(Path.Combine(BucketFolder(bucket), KeyPath.FolderOf(prefix))).Select(Info).OfType<ObjectInfo>()
            .Where(info => info.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(info => info.Key, StringComparer.Ordinal);

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + KeyPath.FileMark, SearchOption.AllDirectories) : [];

    private string BucketFolder(string bucket) => Path.Combine(_root, bucket);

    private string PathOf(string bucket, string key) => Path.Combine(BucketFolder(bucket), KeyPath.Of(key));

    private Lock LockOf(string path) => _locks[(uint)path.GetHashCode(StringComparison.Ordinal) % Stripes];

    private static ObjectInfo? Info(string path)
    {
        using var file = OpenFile(path);
        return file is null ? null : ReadInfo(file);
    }

    private static FileStream? OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, Unlocked);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static ObjectInfo ReadInfo(FileStream file)
    {
        Span<byte> length = stackalloc byte[TrailerBytes];
        file.Position = file.Length - TrailerBytes;
        file.ReadExactly(length);
        var bytes = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (bytes is <= 0 or > MaxInfoBytes)
            throw new InvalidDataException($"{file.Name} is not an object of this storage.");
        var json = new byte[bytes];
        file.Position = file.Length - TrailerBytes - bytes;
        file.ReadExactly(json);
        return JsonSerializer.Deserialize(json, S3Json.Default.ObjectInfo)!;
    }
}
