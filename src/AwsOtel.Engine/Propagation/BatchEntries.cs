using System.Collections;
using AwsOtel.Engine.Conventions;

namespace AwsOtel.Engine.Propagation;

/// <summary>A <see cref="BatchRow"/> bound to a request type: its list of entries, and how the response tells what came of each.</summary>
internal sealed class BatchEntries
{
    private readonly BatchRow _row;
    private readonly TypedCollection _list;
    private readonly Func<object, object?> _read;
    private readonly Action<object, object?> _write;
    private readonly string[] _results;

    private BatchEntries(BatchRow row, TypedCollection list, MessageCarriers carriers, Func<object, object?> read, Action<object, object?> write)
    {
        _row = row;
        _list = list;
        _read = read;
        _write = write;
        _results = row.Results.Split('|');
        Carriers = carriers;
    }

    /// <summary>Of an entry.</summary>
    public MessageCarriers Carriers { get; }

    public static BatchEntries? Bind(Type request, BatchRow row, IReadOnlyList<CarrierRow> carriers) =>
        MemberReader.For(request, row.Entries) is { } read
        && MemberWriter.For(request, row.Entries) is { } write
        && TypedCollection.For(request.GetProperty(row.Entries)!.PropertyType) is { } list
        && MessageCarriers.Bind(list.Item, carriers) is { } bound
            ? new BatchEntries(row, list, bound, read, write)
            : null;

    public IList? Of(object request) => _read(request) as IList;

    /// <summary>A copy of the request with a list of its own, in which entries can be replaced.</summary>
    public object Copy(object request, out IList entries)
    {
        var copy = ShallowCopy.Of(request);
        entries = (IList)_list.Copy(_read(request));
        _write(copy, entries);
        return copy;
    }

    /// <summary>The bytes of all entries that count against the size that the service takes.</summary>
    public long Size(IList entries, bool exactly)
    {
        var size = 0L;
        foreach (var entry in entries)
            size += entry is null ? 0 : Carriers.Size(entry, exactly);
        return size;
    }

    /// <summary>What came of each entry that a response tells of.</summary>
    /// <param name="entries">Those of the request.</param>
    public IEnumerable<Result> Results(IList entries, object response)
    {
        foreach (var member in _results)
        {
            if (MemberReader.Read(response, member) is not IList results)
                continue;
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i] is { } result && (_row.Id is null ? i : IndexOf(entries, MemberReader.Read(result, _row.Id))) is var index and >= 0)
                    yield return new Result(index, MemberReader.Read(result, _row.MessageId) as string, MemberReader.Read(result, _row.Code) as string);
            }
        }
    }

    private int IndexOf(IList entries, object? id)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is { } entry && Equals(MemberReader.Read(entry, _row.Id!), id))
                return i;
        }

        return -1;
    }

    /// <param name="Index">Of the entry.</param>
    /// <param name="MessageId">Null where it failed.</param>
    /// <param name="Code">Null where it did not fail.</param>
    public readonly record struct Result(int Index, string? MessageId, string? Code);
}
