"""Text reuse: which passages of some texts others took over, copied, edited or reordered.

    search.find_reuse(documents)          all documents, central against local or all pairs
    index.Index                           add sources one by one, match texts against them
    seeds.seeds_of, spans_of.extend       the same on single texts and plain arrays
    alignment.align                       what is equal and what changed in a pair of passages
    measures                              agreement of detections, similarity of texts

Names are imported from their modules; all but `measures` and `alignment` need the compiler that
`policyloom[reuse]` brings.
"""
