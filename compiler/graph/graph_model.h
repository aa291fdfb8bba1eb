/* graph_model.h - a drawing before anybody knows how it is drawn: nodes and edges in plain words.
 */
#ifndef TOOLS_GRAPH_MODEL_H
#define TOOLS_GRAPH_MODEL_H
#include "compiler/words/words.h"

/* What a node is, its class in the source of the drawing and in the picture, and the word for
 * readers of the legend. Written once. */
#define GRAPH_KINDS(KIND)                                                                   \
    KIND(START, "start", "every patient")                                                   \
    KIND(QUESTION, "question", "question")     /* a fact, or what rules elsewhere say */    \
    KIND(CONDITION, "condition", "conditions") /* several at once: lines */                 \
    KIND(ANSWER, "answer", "answer")           /* of a question; the cases of a decision */ \
    KIND(DECISION, "decision", "decision")     /* made in this drawing */                   \
    KIND(TABLE, "table", "table")              /* a decision made by a table, a score */    \
    KIND(RESULT, "result", "result")           /* what a decision may come out as */        \
    KIND(ADVISE, "advise", "advised")                                                       \
    KIND(AGAINST, "against", "advised against")                                             \
    KIND(GATE, "gate", "to obtain first") /* advice about facts of the record */            \
    KIND(CAUTION, "caution", "caution")                                                     \
    KIND(FIGURE, "figure", "figures of studies")                                            \
    KIND(UNLESS, "unless", "unless") /* lifts an advice */                                  \
    KIND(GAP, "gap", "left open by the text")                                               \
    KIND(FACTS, "facts", "facts of the patient") /* overview */                             \
    KIND(SECTION, "section", "section")          /* overview */
typedef enum GraphKind {
#define KIND(name, word, people) GRAPH_##name,
    GRAPH_KINDS(KIND)
#undef KIND
        GRAPH_KIND_COUNT_
} GraphKind;

typedef struct GraphNode GraphNode;

typedef struct GraphLine { /* a line within a node: an answer, a case, a condition, a caution of an
                              advice, a gap */
    GraphKind kind;
    Str name; /* identifier in the guideline, may be empty */
    Str mark; /* "2.", or when it counts; may be empty */
    Str text;
    Str note; /* ids of statements */
} GraphLine;
typedef VEC(GraphLine) GraphLines;

struct GraphNode {
    GraphKind kind;
    Str id;    /* unique in the drawing; letters, digits, '_' */
    Str name;  /* identifier in the guideline; empty if the node stands for no declaration */
    Str title; /* plain words */
    Str note;  /* small: strength, where a question is decided, ids of statements */
    GraphLines lines;
    VEC(Str) cells; /* GRAPH_TABLE: row by row, the head first */
    uint32_t columns,
        inputs;     /* of cells; the first `inputs` columns are asked, the others answered */
    uint32_t block; /* drawn by itself; edges stay within a block */
};

typedef enum GraphEdgeKind {
    GRAPH_EDGE_STEP,   /* the way through the algorithm */
    GRAPH_EDGE_UNLESS, /* lifts the advice at its head */
    GRAPH_EDGE_BELOW,  /* to what stands below in the same column: facts, and what to do if they are
                          missing */
    GRAPH_EDGE_ORDER,  /* the same, and not drawn */
    GRAPH_EDGE_OPEN    /* a way that the text leaves open */
} GraphEdgeKind;
typedef struct GraphPlace { /* where a way leaves a node */
    GraphNode *node;
    uint32_t line; /* index in node->lines; NO_LINE = the node as a whole */
    GraphEdgeKind kind;
} GraphPlace;
#define NO_LINE UINT32_MAX
typedef struct GraphEdge {
    GraphPlace from;
    GraphNode *to;
} GraphEdge;

typedef struct GraphModel {
    Arena *arena;
    Str name, title, subtitle;
    Str remark; /* ends the legend; may be empty */
    VEC(GraphNode *) nodes;
    VEC(GraphEdge) edges;
    bool far;        /* columns stand apart: many ways lead from one to the next */
    uint32_t advice; /* the first block with advice; those before it have decisions */
    uint32_t blocks; /* number of them; new nodes belong to the last */
} GraphModel;

/* What is added from now on is drawn by itself, below or beside what there was. */
void graph_model_start_block(GraphModel *model);
/* title is kept, not copied. The id is made of the kind and the number of the node. */
GraphNode *graph_model_add_node(GraphModel *model, GraphKind kind, Str name, Str title);
void graph_model_add_edge(GraphModel *model, GraphPlace from, GraphNode *to);
GraphPlace graph_model_at_node(GraphNode *node, GraphEdgeKind kind);
GraphPlace graph_model_at_last_line(GraphNode *node, GraphEdgeKind kind);
GraphLine *graph_model_add_line(GraphModel *model, GraphNode *node, GraphKind kind, Str text);
/* "RES-FIT-02, CONC-04"; of rules that rest on nothing in the text, "outside the text" with where
 * it is from. */
Str graph_model_list_statements(Arena *arena, const AstFrom *from);
Str graph_model_get_word(GraphKind kind);   /* "advise" */
Str graph_model_get_legend(GraphKind kind); /* "advised" */
#endif
